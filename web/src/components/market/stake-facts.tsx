import type { IndexedProvider } from "@computehive/protocol/indexer-api/provider";
import { marketTexts } from "../../texts/market.ts";
import { KeyValues } from "../../ui/key-values.tsx";
import { Amount } from "../amount.tsx";
import { Time } from "../time.tsx";

const texts = marketTexts.stake;

/** A provider's stake: what it has at risk, what is committed, what can still be. */
export function StakeFacts({ provider }: { provider: IndexedProvider }) {
  const { active, exposure, thawing, thawedAt, burned, fees } = provider;
  return (
    <KeyValues
      items={[
        { label: texts.active, value: <Amount value={active} />, note: texts.activeNote },
        { label: texts.exposure, value: <Amount value={exposure} />, note: texts.exposureNote },
        { label: texts.free, value: <Amount value={active - exposure} />, note: texts.freeNote },
        thawing > 0n && {
          label: texts.thawing,
          value: <Amount value={thawing} />,
          ...(thawedAt !== undefined && {
            note: (
              <>
                {texts.thawingUntil} <Time value={thawedAt} as="date" />
              </>
            ),
          }),
        },
        { label: texts.burned, value: <Amount value={burned + fees} />, note: texts.burnedNote },
      ]}
    />
  );
}
