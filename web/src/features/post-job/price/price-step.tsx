"use client";

import Link from "next/link";
import { Address } from "../../../components/address.tsx";
import { Amount } from "../../../components/amount.tsx";
import { AmountField } from "../../../components/amount-field.tsx";
import { shortNumber } from "../../../components/number-text.ts";
import { postJobTexts } from "../../../texts/post-job.ts";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { CheckField, TextField } from "../../../ui/field.tsx";
import { KeyValues } from "../../../ui/key-values.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";
import type { PriceForm } from "../draft/draft.ts";
import { useDraft } from "../draft/use-draft.tsx";
import type { Suggestion } from "../market/suggest-price.ts";
import { FaultList } from "../parts/faults.tsx";
import { StepFrame } from "../parts/step-frame.tsx";
import { AbleNodes } from "./able-nodes.tsx";
import { MoneyFacts } from "./money-facts.tsx";
import { type PricedDraft, usePricedDraft } from "./use-order.ts";

const texts = postJobTexts.price;

/** Step 4: what is paid, why this much, and who would take it. */
export function PriceStep() {
  const { draft, update } = useDraft();
  const priced = usePricedDraft();
  const { price } = draft;
  const set = (change: Partial<PriceForm>) =>
    update((before) => ({ ...before, price: { ...before.price, ...change } }));
  const takeBest = () =>
    update(({ price: { offerId: _, ...rest }, ...before }) => ({ ...before, price: { ...rest, exclusive: false } }));
  return (
    <StepFrame title={texts.title} lead={texts.lead} canGoOn={priced.parts !== undefined && priced.faults.length === 0}>
      <Card title={texts.mode}>
        <div className="flex flex-col gap-4">
          <ModeChoice mode={price.mode} onChange={(mode) => set({ mode })} />
          {price.mode === "offer" ? (
            <OfferPrice priced={priced} price={price} set={set} onUseBest={takeBest} />
          ) : (
            <OwnPrice priced={priced} price={price} set={set} />
          )}
          <AmountField
            label={texts.maxPay}
            value={price.maxPay}
            hint={texts.maxPayHint}
            error={faultOf(priced, "maxPay")}
            onChange={(maxPay) => set({ maxPay })}
          />
          {priced.expectedCost !== undefined && (
            <Notice tone="accent">
              {texts.expected} <Amount value={priced.expectedCost} decimals={4} />{" "}
              <span className="text-muted">
                {priced.isMeasured ? texts.expectedNote(shortNumber(priced.fuel)) : texts.expectedLimit}
              </span>
            </Notice>
          )}
        </div>
      </Card>
      <FaultList faults={priced.faults} />
      <div className="grid gap-5 lg:grid-cols-2">
        <AbleNodes priced={priced} />
        <MoneyFacts priced={priced} />
      </div>
    </StepFrame>
  );
}

function faultOf({ faults }: PricedDraft, field: string): string | undefined {
  return faults.find((fault) => fault.field === field)?.rule;
}

function ModeChoice({ mode, onChange }: { mode: PriceForm["mode"]; onChange: (mode: PriceForm["mode"]) => void }) {
  const options = [
    { value: "offer", label: texts.modeOffer },
    { value: "own", label: texts.modeOwn },
  ] as const;
  return (
    <fieldset className="flex flex-wrap gap-x-6 gap-y-2">
      <legend className="sr-only">{texts.mode}</legend>
      {options.map(({ value, label }) => (
        <label key={value} className="inline-flex cursor-pointer items-center gap-2 text-sm">
          <input
            type="radio"
            name="price-mode"
            value={value}
            checked={mode === value}
            onChange={() => onChange(value)}
            className="size-4 accent-accent"
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

interface PriceProps {
  readonly priced: PricedDraft;
  readonly price: PriceForm;
  readonly set: (change: Partial<PriceForm>) => void;
}

function OfferPrice({ priced, price, set, onUseBest }: PriceProps & { onUseBest: () => void }) {
  const { source, suggestion, isChosenGone } = priced;
  if (!suggestion && priced.market.chain.isError) return <Notice tone="caution">{texts.able.away}</Notice>;
  if (!suggestion) return <SkeletonLines count={4} />;
  if (!source) {
    return (
      <Notice
        tone="caution"
        action={
          suggestion.reason === "settled" && (
            <Button size="small" onClick={() => set({ mode: "own" })}>
              {texts.modeOwn}
            </Button>
          )
        }
      >
        {reasonText(suggestion)}
      </Notice>
    );
  }
  const isChosen = price.offerId === source.offer.offerId;
  return (
    <div className="flex flex-col gap-3">
      {isChosenGone && <Notice tone="caution">{texts.chosenGone}</Notice>}
      <p className="text-sm">{isChosen ? texts.suggestion.chosen : reasonText(suggestion)}</p>
      <KeyValues
        items={[
          { label: texts.perUnit, value: <Amount value={source.offer.price} /> },
          { label: texts.fixed, value: <Amount value={source.offer.fixedPrice} />, note: texts.fixedHint },
          { label: texts.node, value: <Address value={source.offer.node} href={`/nodes/${source.offer.node}`} /> },
          {
            label: texts.offer,
            value: (
              <Link href={`/offers/${source.offer.offerId}`} className="text-accent hover:underline">
                {texts.offer} {source.offer.offerId.slice(0, 10)}…
              </Link>
            ),
          },
          medianFact(suggestion),
        ]}
      />
      {isChosen && (
        <Button size="small" className="self-start" onClick={onUseBest}>
          {texts.useBest}
        </Button>
      )}
      <CheckField
        label={texts.exclusive}
        hint={texts.exclusiveHint}
        checked={price.exclusive}
        onChange={({ target }) => set({ exclusive: target.checked })}
      />
      {price.exclusive && (
        <TextField
          label={texts.exclusiveTime}
          className="max-w-40"
          value={price.exclusiveTime}
          error={faultOf(priced, "exclusiveTime")}
          onChange={({ target }) => set({ exclusiveTime: target.value })}
        />
      )}
    </div>
  );
}

function OwnPrice({ priced, price, set }: PriceProps) {
  const { suggestion } = priced;
  return (
    <div className="flex flex-col gap-3">
      <div className="grid gap-4 sm:grid-cols-2">
        <AmountField
          label={texts.perUnit}
          value={price.price}
          error={faultOf(priced, "price")}
          onChange={(text) => set({ price: text })}
        />
        <AmountField
          label={texts.fixed}
          hint={texts.fixedHint}
          value={price.fixedPrice}
          error={faultOf(priced, "fixedPrice")}
          onChange={(fixedPrice) => set({ fixedPrice })}
        />
      </div>
      {suggestion && (
        <p className="text-sm text-muted">
          {reasonText(suggestion)} <SuggestedPrice suggestion={suggestion} />
        </p>
      )}
    </div>
  );
}

function SuggestedPrice({ suggestion }: { suggestion: Suggestion }) {
  if (suggestion.reason === "nothing-known") return null;
  const { price, fixedPrice } = "best" in suggestion ? suggestion.best.offer : suggestion.median;
  return (
    <>
      <Amount value={price} /> + <Amount value={fixedPrice} />
    </>
  );
}

function reasonText(suggestion: Suggestion): string {
  switch (suggestion.reason) {
    case "best-offer":
      return texts.suggestion["best-offer"](suggestion.of);
    case "nobody-now":
      return texts.suggestion["nobody-now"];
    case "settled":
      return texts.suggestion.settled(suggestion.median.count);
    case "nothing-known":
      return texts.suggestion["nothing-known"];
  }
}

function medianFact(suggestion: Suggestion) {
  if (!("median" in suggestion) || !suggestion.median) return undefined;
  const { price, fixedPrice, count } = suggestion.median;
  return {
    label: texts.median(count),
    value: (
      <>
        <Amount value={price} /> + <Amount value={fixedPrice} />
      </>
    ),
  };
}
