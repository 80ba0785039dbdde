"use client";

import { useToken } from "../../../lib/chain/use-hive.ts";
import type { WalletFunding } from "../../../lib/chain/use-wallet-funding.ts";
import { postJobReviewTexts } from "../../../texts/post-job-review.ts";
import { cx } from "../../../ui/cx.ts";
import { useDraft } from "../draft/use-draft.tsx";
import type { Way } from "../posting/posting-plan.ts";

const texts = postJobReviewTexts.way;
const WAYS: readonly Way[] = ["post", "sign"];

export interface WayChoiceProps {
  readonly way: Way;
  /** Nothing while it is not known. */
  readonly funding: WalletFunding | undefined;
  readonly isDisabled: boolean;
}

/** A transaction into the book, or one signature for whoever claims, as far as the token can do that. */
export function WayChoice({ way: chosen, funding, isDisabled }: WayChoiceProps) {
  const { update } = useDraft();
  const symbol = useToken()?.symbol ?? texts.token;
  return (
    <fieldset className="flex flex-col gap-2" disabled={isDisabled}>
      <legend className="sr-only">{texts.title}</legend>
      {WAYS.map((way) => {
        const isImpossible = way === "sign" && funding?.kind === "none";
        return (
          <label key={way} className={cx("flex items-start gap-2 text-sm", !isImpossible && "cursor-pointer")}>
            <input
              type="radio"
              name="way"
              value={way}
              checked={chosen === way}
              disabled={isImpossible}
              onChange={() => update((before) => ({ ...before, way }))}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span>
              {texts[way].label}
              <span className="block text-xs text-muted">
                {way === "sign" ? signNote(funding, symbol) : texts.post.note}
              </span>
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

function signNote(funding: WalletFunding | undefined, symbol: string): string {
  if (funding?.kind === "none") return texts.sign.none(symbol);
  return funding?.kind === "permit2" ? texts.sign.permit2(symbol) : texts.sign.note;
}
