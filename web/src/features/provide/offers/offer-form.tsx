"use client";

import type { IndexedOffer } from "@computehive/protocol/indexer-api/offer";
import type { IndexedNode } from "@computehive/protocol/indexer-api/provider";
import { formatAmount } from "@computehive/protocol/price";
import type { TokenFacts } from "@computehive/sdk/token";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { Address } from "viem";
import { shortHex } from "../../../components/hash.tsx";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { provideOfferTexts as texts } from "../../../texts/provide/offer.ts";
import { provideOffersTexts } from "../../../texts/provide/offers.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { SelectField, TextField } from "../../../ui/field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import { provideKeys } from "../queries.ts";
import { type OfferDraft, type OfferField, offerOf, readOfferDraft } from "./offer-draft.ts";
import { offerOfIndexed } from "./offer-of-indexed.ts";

/** What others ask, once the book has answered. */
const MarketPanel = dynamic(async () => (await import("./market-panel.tsx")).MarketPanel, {
  ssr: false,
  loading: () => (
    <Card title={texts.market}>
      <SkeletonLines count={4} />
    </Card>
  ),
});

export interface OfferFormProps {
  readonly provider: Address;
  /** Those that are not retired. */
  readonly nodes: readonly IndexedNode[];
  readonly token: TokenFacts;
  /** The node that is chosen at first. */
  readonly node?: string | undefined;
  /** The offer that the new one takes the place of. */
  readonly replaced?: IndexedOffer | undefined;
}

/** Writes a standing price, with the market beside it. */
export function OfferForm({ provider, nodes, token, node, replaced }: OfferFormProps) {
  const [draft, setDraft] = useState<OfferDraft>(() => firstDraft({ nodes, token, node, replaced }));
  const [touched, setTouched] = useState<ReadonlySet<OfferField>>(new Set());
  const read = readOfferDraft(draft, token);
  const transaction = useTransaction({
    key: `offer.post:${provider}:${replaced?.offerId ?? ""}`,
    title: replaced ? provideOffersTexts.titles.replace : provideOffersTexts.titles.post,
    invalidates: [provideKeys.all(provider), ["provide-offer", replaced?.offerId]],
  });
  const set = (field: OfferField) => (value: string) => {
    setDraft((held) => ({ ...held, ...withNode(field, value, nodes) }));
    setTouched((held) => new Set(held).add(field));
  };
  const errorOf = (field: OfferField) => {
    const fault = read.kind === "faults" && touched.has(field) ? read.faults[field] : undefined;
    return fault && texts.faults[fault];
  };
  const text = (field: OfferField) => ({
    value: draft[field],
    onChange: ({ target }: { target: { value: string } }) => set(field)(target.value),
    error: errorOf(field),
  });
  if (transaction.state.phase === "confirmed") return <Posted />;

  const post = () => {
    if (read.kind === "faults") {
      setTouched(new Set(Object.keys(read.faults) as OfferField[]));
      return;
    }
    void transaction.run(async ({ hive, account }) => {
      const { deployment, publicClient } = hive;
      const { offerRequests } = await import("@computehive/sdk/offers/offers");
      const { timestamp } = await publicClient.getBlock();
      const surroundings = { provider: account, token: token.address, now: Number(timestamp) };
      const posting = offerRequests.post(deployment, offerOf(read.terms, surroundings));
      // What an interrupted attempt has cancelled already is not cancelled again.
      const isGone = replaced?.state !== "posted";
      return isGone ? posting : [offerRequests.cancel(deployment, offerOfIndexed(replaced)), posting];
    });
  };
  const price = readPrice(draft, token);
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[3fr_2fr]">
      <Card>
        <form
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            post();
          }}
        >
          <SelectField
            label={texts.which}
            value={draft.node}
            onValueChange={set("node")}
            error={errorOf("node")}
            options={[
              { value: "", label: texts.chooseNode, isDisabled: true },
              ...nodes.map((one) => ({ value: one.node, label: `${shortHex(one.node)} · ${one.resourceClass}` })),
            ]}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField
              label={texts.fixedPrice}
              hint={texts.fixedPriceHint}
              inputMode="decimal"
              unit={token.symbol}
              {...text("fixedPrice")}
            />
            <TextField
              label={texts.price}
              hint={texts.priceHint}
              inputMode="decimal"
              unit={token.symbol}
              {...text("price")}
            />
            <TextField
              label={texts.exposureLimit}
              hint={texts.exposureLimitHint}
              inputMode="decimal"
              unit={token.symbol}
              {...text("exposureLimit")}
            />
            <TextField label={texts.days} inputMode="numeric" unit={texts.daysUnit} {...text("validDays")} />
            <TextField label={texts.class} isMono {...text("resourceClass")} />
          </div>
          <div>
            <TransactionButton type="submit" transaction={transaction} onStart={() => undefined}>
              {replaced ? texts.replace : texts.post}
            </TransactionButton>
          </div>
          {replaced?.state === "cancelled" && <Notice tone="caution">{texts.oldGone}</Notice>}
          <TransactionStatus transaction={transaction} />
        </form>
      </Card>
      <MarketPanel
        resourceClass={draft.resourceClass}
        price={price}
        without={replaced?.offerId}
        onSuggest={set("price")}
      />
    </div>
  );
}

function Posted() {
  return (
    <Notice
      tone="positive"
      title={texts.posted}
      isUrgent
      action={
        <ButtonLink href="/provide/offers" size="small">
          {texts.see}
        </ButtonLink>
      }
    />
  );
}

/** The class follows the node: an offer in another class than its node's claims nothing. */
function withNode(field: OfferField, value: string, nodes: readonly IndexedNode[]): Partial<OfferDraft> {
  const node = field === "node" ? nodes.find((one) => one.node === value) : undefined;
  return { [field]: value, ...(node && { resourceClass: node.resourceClass }) };
}

function readPrice(draft: OfferDraft, token: TokenFacts): bigint | undefined {
  const probe = readOfferDraft({ ...draft, node: "0x", fixedPrice: "1", exposureLimit: "1", validDays: "1" }, token);
  return probe.kind === "offer" ? probe.terms.price : undefined;
}

const DEFAULT_DAYS = "30";
const DEFAULT_EXPOSURE = "100";

function firstDraft({ nodes, token, node, replaced }: Omit<OfferFormProps, "provider">): OfferDraft {
  if (replaced) {
    const amount = (value: bigint) => formatAmount(value, token.decimals);
    return {
      node: replaced.node,
      fixedPrice: amount(replaced.fixedPrice),
      price: amount(replaced.price),
      exposureLimit: amount(replaced.exposureLimit),
      resourceClass: replaced.resourceClass,
      validDays: DEFAULT_DAYS,
    };
  }
  const chosen =
    nodes.find((one) => one.node.toLowerCase() === node?.toLowerCase()) ?? (nodes.length === 1 ? nodes[0] : undefined);
  return {
    node: chosen?.node ?? "",
    fixedPrice: "",
    price: "",
    exposureLimit: DEFAULT_EXPOSURE,
    resourceClass: chosen?.resourceClass ?? "cpu.v1",
    validDays: DEFAULT_DAYS,
  };
}
