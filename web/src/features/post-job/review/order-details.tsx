"use client";

import type { Manifest } from "@computehive/protocol/manifest";
import { FUNDINGS, ON_SILENCE } from "@computehive/protocol/order-choices";
import { unitKindOf } from "@computehive/protocol/price";
import { readShortName } from "@computehive/protocol/short-name";
import { useMemo } from "react";
import { zeroAddress } from "viem";
import { Address } from "../../../components/address.tsx";
import { Amount } from "../../../components/amount.tsx";
import { Hash } from "../../../components/hash.tsx";
import { Duration, Time } from "../../../components/time.tsx";
import { fundingIndexOf } from "../../../lib/chain/use-wallet-funding.ts";
import { useConfig } from "../../../lib/config/config-context.tsx";
import { useChainHead } from "../../../lib/services/services-state.ts";
import { useAddress } from "../../../lib/wallet/use-wallet.ts";
import { postJobReviewTexts } from "../../../texts/post-job-review.ts";
import { Card } from "../../../ui/card.tsx";
import { KeyValues } from "../../../ui/key-values.tsx";
import { useDraft } from "../draft/use-draft.tsx";
import { useStanding } from "../posting/use-standing.ts";
import { finishOrder, type OrderParts } from "../work/order.ts";

const texts = postJobReviewTexts;

/** The order as the wallet will send it, were it made now. */
export function OrderDetails({ manifest, parts }: { manifest: Manifest; parts: OrderParts }) {
  const { draft } = useDraft();
  const { deployment } = useConfig();
  const { way, funding: walletFunding } = useStanding();
  const buyer = useAddress() ?? zeroAddress;
  const now = useChainHead().data?.timestamp ?? 0;
  const { resourceClass } = draft.limits;
  const { order, terms } = useMemo(
    () => finishOrder({ deployment, manifest, resourceClass, parts, buyer, epoch: 0, now, salt: 0n }),
    [deployment, manifest, resourceClass, parts, buyer, now],
  );
  const funding = (way === "sign" ? fundingIndexOf(walletFunding) : undefined) ?? order.funding;
  const fields = texts.fields;
  return (
    <Card>
      <details>
        <summary className="cursor-pointer text-sm font-medium">{texts.order}</summary>
        <p className="mt-2 text-xs text-muted">{texts.orderLead}</p>
        <KeyValues
          items={[
            { label: fields.buyer, value: buyer === zeroAddress ? "–" : <Address value={buyer} isFull /> },
            { label: fields.token, value: <Address value={order.token} isFull /> },
            { label: fields.maxPay, value: <Amount value={order.maxPay} /> },
            { label: fields.bond, value: <Amount value={order.bond} /> },
            { label: fields.fixedPrice, value: <Amount value={order.fixedPrice} /> },
            { label: fields.price, value: <Amount value={order.price} /> },
            { label: fields.unitKind, value: unitKindOf(order.unitKind) },
            { label: fields.exposure, value: <Amount value={order.exposure} /> },
            { label: fields.claimBefore, value: <Time value={order.claimBefore} as="both" /> },
            { label: fields.runTime, value: <Duration seconds={order.runTime} /> },
            { label: fields.window, value: <Duration seconds={order.window} /> },
            { label: fields.onSilence, value: ON_SILENCE[order.onSilence] ?? "" },
            { label: fields.funding, value: FUNDINGS[funding] ?? "" },
            { label: fields.resourceClass, value: readShortName(terms.resourceClass) },
            { label: fields.manifestHash, value: <Hash value={terms.manifestHash} what="manifest hash" isFull /> },
            { label: fields.resolver, value: <Address value={terms.resolver} isFull /> },
            { label: fields.verdictTime, value: <Duration seconds={terms.verdictTime} /> },
            { label: fields.timeoutSplit, value: `${terms.timeoutSplit / 100} %` },
            terms.node !== zeroAddress && { label: fields.node, value: <Address value={terms.node} isFull /> },
            terms.exclusiveUntil > 0 && {
              label: fields.exclusiveUntil,
              value: <Time value={terms.exclusiveUntil} as="both" />,
            },
          ]}
        />
      </details>
    </Card>
  );
}
