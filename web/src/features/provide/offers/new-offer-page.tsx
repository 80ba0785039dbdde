"use client";

import Link from "next/link";
import { useSearchParams } from "next/navigation";
import { type Address, isHex } from "viem";
import { QueryError } from "../../../components/query-error.tsx";
import { useToken } from "../../../lib/chain/use-hive.ts";
import { provideNodesTexts } from "../../../texts/provide/nodes.ts";
import { provideOfferTexts as texts } from "../../../texts/provide/offer.ts";
import { provideOffersTexts } from "../../../texts/provide/offers.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { Desk } from "../desk.tsx";
import { useProviderNodes } from "../queries.ts";
import { OfferForm } from "./offer-form.tsx";
import { useOffer } from "./queries.ts";

/** `?node=` chooses a node, `?replace=` an offer that the new one takes the place of. */
export function NewOfferPage() {
  const given = useSearchParams();
  const replace = given.get("replace") ?? undefined;
  const isReplacing = isHex(replace) && replace.length === 66;
  return (
    <Desk
      title={isReplacing ? texts.replaceTitle : texts.newTitle}
      lead={isReplacing ? texts.replaceLead : undefined}
      trail={<Link href="/provide/offers">{provideOffersTexts.title}</Link>}
    >
      {(provider) => (
        <NewOffer
          provider={provider}
          node={given.get("node") ?? undefined}
          replace={isReplacing ? replace : undefined}
        />
      )}
    </Desk>
  );
}

function NewOffer({
  provider,
  node,
  replace,
}: {
  provider: Address;
  node: string | undefined;
  replace: `0x${string}` | undefined;
}) {
  const nodes = useProviderNodes(provider);
  const replaced = useOffer(replace);
  const token = useToken();
  if (nodes.isError && !nodes.data) return <QueryError query={nodes} />;
  if (replaced.isError && !replaced.data) return <QueryError query={replaced} />;
  if (!nodes.data || !token || (replace && !replaced.data)) {
    return (
      <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
        <Card>
          <SkeletonLines count={12} />
        </Card>
        <Card title={texts.market}>
          <SkeletonLines count={4} />
        </Card>
      </div>
    );
  }
  const alive = nodes.data.filter(({ state }) => state !== "retired");
  if (alive.length === 0) {
    const action = <ButtonLink href="/provide/nodes/new">{provideNodesTexts.add}</ButtonLink>;
    return <EmptyState title={texts.noNodes} action={action} />;
  }
  return <OfferForm provider={provider} nodes={alive} token={token} node={node} replaced={replaced.data} />;
}
