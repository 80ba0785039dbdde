import type { Deployment } from "@computehive/protocol/contracts";
import type { Manifest } from "@computehive/protocol/manifest";
import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import { type OrderDefaults, orderDefaultsFor } from "@computehive/protocol/parameters";
import { AmountInvalidError, parseAmount } from "@computehive/protocol/price";
import { buildOrder, maxCost, type Pricing } from "@computehive/sdk/job-builder";
import type { Address } from "viem";
import type { LimitsForm, PriceForm } from "../draft/draft.ts";
import type { FieldFault } from "./compose.ts";
import { readDuration } from "./quantities.ts";

/** The offer that a price is taken from. */
export interface PriceSource {
  readonly fixedPrice: bigint;
  readonly price: bigint;
  readonly node: Address;
}

export interface OrderWish {
  readonly deployment: Pick<Deployment, "chainId" | "parameters">;
  readonly decimals: number;
  readonly manifest: Manifest;
  readonly limits: LimitsForm;
  readonly price: PriceForm;
  /** Of the mode `offer`. */
  readonly source: PriceSource | undefined;
}

/** The money and the times of an order, before it has a buyer and a second. */
export interface OrderParts {
  readonly pricing: Required<Pricing>;
  readonly bond: bigint;
  readonly exposure: bigint;
  readonly times: OrderDefaults;
  readonly onSilence: "pay" | "refund";
  readonly exclusive: { readonly node: Address; readonly seconds: number } | undefined;
}

export type ReadOrder =
  | { readonly ok: true; readonly parts: OrderParts }
  | { readonly ok: false; readonly faults: readonly FieldFault[] };

/** Longest verification window and longest time to wait for a claim that the market takes: 30 days. */
const LONGEST = 30 * 86_400;

/** Reads money and times as they were typed, with the chain's defaults where nothing was. */
export function readOrder(wish: OrderWish): ReadOrder {
  const { deployment, limits, price, source } = wish;
  const faults: FieldFault[] = [];
  const defaults = orderDefaultsFor(deployment.chainId);
  const seconds = timeReader(faults);
  const amount = amountReader(faults, wish.decimals);
  const times = {
    ...defaults,
    validity: seconds("validity", limits.validity, { fallback: defaults.validity, least: 30 }),
    window: seconds("window", limits.window, {
      fallback: Math.max(defaults.window, deployment.parameters.minimumWindow),
      least: deployment.parameters.minimumWindow,
    }),
  };
  const exclusive =
    price.exclusive && source
      ? { node: source.node, seconds: seconds("exclusiveTime", price.exclusiveTime, { fallback: 60, least: 1 }) }
      : undefined;
  if (exclusive && exclusive.seconds >= times.validity) {
    faults.push({ field: "exclusiveTime", rule: "shorter than the time to find a node" });
  }
  const pricing = readPricing(wish, amount, faults);
  const bond = limits.bond.trim() === "" ? BigInt(deployment.parameters.arbiterFee) : amount("bond", limits.bond);
  if (faults.length > 0 || !pricing) return { ok: false, faults };
  const { onSilence } = limits;
  return { ok: true, parts: { pricing, bond, exposure: pricing.maxPay, times, onSilence, exclusive } };
}

type Amount = (field: string, text: string) => bigint;

function readPricing({ price, source, manifest }: OrderWish, amount: Amount, faults: FieldFault[]) {
  const rates =
    price.mode === "own"
      ? {
          fixedPrice: amountOrZero(amount, "fixedPrice", price.fixedPrice),
          price: amountOrZero(amount, "price", price.price),
        }
      : source && { fixedPrice: source.fixedPrice, price: source.price };
  if (!rates) {
    faults.push({ field: "price", rule: "name a price: there is no offer to take it from" });
    return undefined;
  }
  if (rates.fixedPrice + rates.price === 0n) faults.push({ field: "price", rule: "a job must pay something" });
  const most = maxCost(manifest, { unitKind: "fuel", ...rates });
  const maxPay = price.maxPay.trim() === "" ? most : amount("maxPay", price.maxPay);
  if (maxPay === 0n) faults.push({ field: "maxPay", rule: "above zero" });
  if (maxPay < rates.fixedPrice) faults.push({ field: "maxPay", rule: "not below the fixed price" });
  return { unitKind: "fuel" as const, ...rates, maxPay };
}

function amountOrZero(amount: Amount, field: string, text: string): bigint {
  return text.trim() === "" ? 0n : amount(field, text);
}

function amountReader(faults: FieldFault[], decimals: number): Amount {
  return (field, text) => {
    try {
      return parseAmount(text.trim(), decimals);
    } catch (error) {
      if (!(error instanceof AmountInvalidError)) throw error;
      faults.push({ field, rule: `digits, with a point before at most ${decimals} decimals, such as 12.5` });
      return 0n;
    }
  };
}

function timeReader(faults: FieldFault[]) {
  return (field: string, text: string, { fallback, least }: { fallback: number; least: number }): number => {
    if (text.trim() === "") return fallback;
    const typed = readDuration(text);
    if (!typed.ok) faults.push({ field, rule: typed.rule });
    else if (typed.value < least) faults.push({ field, rule: `at least ${least} s` });
    else if (typed.value > LONGEST) faults.push({ field, rule: "at most 30 days" });
    return typed.ok ? typed.value : fallback;
  };
}

export interface FinishOrder {
  readonly deployment: Deployment;
  readonly manifest: Manifest;
  readonly resourceClass: string;
  readonly parts: OrderParts;
  readonly buyer: Address;
  readonly epoch: number;
  /** The chain's time, Unix seconds. */
  readonly now: number;
  readonly salt?: bigint;
}

/** The order itself: from now on its id is fixed. */
export function finishOrder({ parts, ...rest }: FinishOrder): { order: JobOrder; terms: JobTerms } {
  const { pricing, bond, exposure, times, onSilence, exclusive } = parts;
  return buildOrder({ ...rest, pricing, bond, exposure, times, onSilence, ...(exclusive && { exclusive }) });
}
