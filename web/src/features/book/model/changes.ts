import type { IndexedEvent } from "@computehive/protocol/indexer-api/event";
import { UNIT_KINDS, type UnitKind } from "@computehive/protocol/price";
import { readShortName } from "@computehive/protocol/short-name";
import { type Address, type Hex, zeroAddress } from "viem";
import { z } from "zod";
import type { AskEntry, BidEntry } from "./entries.ts";

/** What an event of the chain means for one book. */
export type BookChange =
  | { readonly kind: "add"; readonly entry: Omit<AskEntry, "arrival"> | Omit<BidEntry, "arrival"> }
  | { readonly kind: "remove"; readonly id: Hex }
  /** Entries changed in a way that the event does not tell: ask the indexer again. */
  | { readonly kind: "stale"; readonly node?: Address; readonly provider?: Address }
  | { readonly kind: "settled" };

export interface BookScope {
  readonly resourceClass: string;
  readonly unitKind: UnitKind;
}

const amount = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);
const whole = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/)
  .transform((value) => value as Address);
const bytes32 = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/)
  .transform((value) => value as Hex);

const offerSchema = z.object({
  provider: address,
  node: address,
  fixedPrice: amount,
  price: amount,
  unitKind: whole,
  exposureLimit: amount,
  resourceClass: bytes32,
  validUntil: whole,
});

const orderSchema = z.object({
  buyer: address,
  maxPay: amount,
  fixedPrice: amount,
  price: amount,
  unitKind: whole,
  exposure: amount,
  claimBefore: whole,
});

const termsSchema = z.object({ resourceClass: bytes32, node: address, exclusiveUntil: whole });

/** Nothing where the event does not concern this book. */
export function changeOf(event: IndexedEvent, scope: BookScope): BookChange | undefined {
  return CHANGES[event.name]?.(event, scope);
}

type Reading = (event: IndexedEvent, scope: BookScope) => BookChange | undefined;

const removeJob: Reading = ({ touches }) => touches.jobId && { kind: "remove", id: touches.jobId };
const stakeChanged: Reading = ({ touches }) =>
  touches.provider ? { kind: "stale", provider: touches.provider } : { kind: "stale" };
const nodeChanged: Reading = ({ touches }) =>
  touches.node ? { kind: "stale", node: touches.node } : { kind: "stale" };

const CHANGES: Readonly<Record<string, Reading>> = {
  OfferPosted: offerPosted,
  OfferCancelled: ({ touches }) => touches.offerId && { kind: "remove", id: touches.offerId },
  JobPosted: jobPosted,
  JobClaimed: removeJob,
  JobCancelled: removeJob,
  JobLapsed: removeJob,
  JobReopened: () => ({ kind: "stale" }),
  ExecutionSettled: () => ({ kind: "settled" }),
  NodePaused: ({ args, touches }) =>
    // An unpaused node's offers are not in the book yet: which they are, only the indexer knows.
    args["paused"] === true && touches.node ? { kind: "stale", node: touches.node } : { kind: "stale" },
  NodeRetired: nodeChanged,
  NodeProfileSet: nodeChanged,
  Staked: stakeChanged,
  ThawStarted: stakeChanged,
  ThawCancelled: stakeChanged,
  Slashed: stakeChanged,
};

function offerPosted({ args, touches }: IndexedEvent, scope: BookScope): BookChange | undefined {
  const parsed = offerSchema.safeParse(args["offer"]);
  if (!parsed.success || !touches.offerId) return { kind: "stale" };
  const { provider, node, fixedPrice, price, exposureLimit, validUntil, resourceClass, unitKind } = parsed.data;
  if (!isInScope({ resourceClass, unitKind }, scope)) return undefined;
  const terms = { provider, node, fixedPrice, price, exposureLimit, validUntil };
  return { kind: "add", entry: { side: "ask", id: touches.offerId, ...terms, freeStake: undefined } };
}

function jobPosted({ args, touches }: IndexedEvent, scope: BookScope): BookChange | undefined {
  const order = orderSchema.safeParse(args["order"]);
  const terms = termsSchema.safeParse(args["terms"]);
  if (!order.success || !terms.success || !touches.jobId) return { kind: "stale" };
  const { buyer, maxPay, fixedPrice, price, exposure, claimBefore, unitKind } = order.data;
  const { resourceClass, node, exclusiveUntil } = terms.data;
  if (!isInScope({ resourceClass, unitKind }, scope)) return undefined;
  const reserved = node === zeroAddress ? undefined : { node, exclusiveUntil };
  const money = { buyer, maxPay, fixedPrice, price, exposure, claimBefore };
  const reservation = { node: reserved?.node, exclusiveUntil: reserved?.exclusiveUntil };
  return { kind: "add", entry: { side: "bid", id: touches.jobId, ...money, ...reservation } };
}

function isInScope(given: { resourceClass: Hex; unitKind: number }, { resourceClass, unitKind }: BookScope): boolean {
  return readShortName(given.resourceClass) === resourceClass && UNIT_KINDS[given.unitKind] === unitKind;
}
