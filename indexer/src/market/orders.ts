import { job } from "ponder:schema";
import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import { FUNDINGS } from "@computehive/protocol/order-choices";
import { readShortName } from "@computehive/protocol/short-name";
import { signedClaimIn } from "@computehive/protocol/signed-claim";
import { type Address, type Hex, isAddress, zeroAddress } from "viem";
import type { Db } from "../db.ts";
import { MARKET, MARKET_DOMAIN, TOKEN } from "../deployment.ts";
import { handle } from "../handle.ts";
import { changeFree, lowerCap, moveMoney } from "../money/accounts.ts";
import { type Placed, placeOf } from "../record/place.ts";
import { argumentsAsJson, type Touches } from "../record/touches.ts";
import { changeJob, touchedBy } from "./job-rows.ts";

handle("market:JobPosted", async (db, event) => {
  const { jobId, buyer, order, terms } = event.args;
  await db.insert(job).values({ ...rowOf(event, jobId, buyer), ...termsOf(order, terms), isReadable: true });
  const { maxPay, bond } = order;
  const token = order.token.toLowerCase() as Address;
  await drawFromAccount(db, event, { jobId, buyer, token, funded: maxPay + bond });
  return {};
});

/** A signed order: it stands in the data of its claim, in a readable form or not. What it was funded with is known in any case. */
handle("market:JobFunded", async (db, event) => {
  const { jobId, buyer, resourceClass, funding, amount } = event.args;
  const claim = signedClaimIn(event.transaction.input, jobId, MARKET_DOMAIN);
  const order = claim
    ? { ...termsOf(lowerAddresses(claim.order), lowerAddresses(claim.terms)), isReadable: true }
    : { ...HIDDEN, resourceClass: readShortName(resourceClass), maxPay: amount, isReadable: false };
  await db.insert(job).values({ ...rowOf(event, jobId, buyer), ...order });
  const source = { jobId, buyer, token: TOKEN, funded: amount };
  if (FUNDINGS[funding] === "account") await drawFromAccount(db, event, source);
  else await pullFromWallet(db, event, source);
  return {};
});

handle("market:JobCancelled", async (db, event) => {
  // An order that was only signed was never in the book, and no money was in it.
  const isKnown = await db.find(job, { id: event.args.jobId });
  return isKnown ? close(db, event, event.args.jobId, "cancelled") : {};
});
handle("market:JobLapsed", (db, event) => close(db, event, event.args.jobId, "lapsed"));

/** The job ended without a settlement: its money goes back. */
async function close(db: Db, event: Placed, jobId: Hex, state: "cancelled" | "lapsed"): Promise<Touches> {
  const row = await changeJob(db, event, jobId, { state, executionId: null });
  const { buyer, token, maxPay, bond } = row;
  await changeFree(db, { owner: MARKET, token, change: -(maxPay + bond) });
  await moveMoney(db, event, { owner: buyer, token, change: maxPay + bond, kind: state, jobId });
  return touchedBy(row);
}

interface Funded {
  readonly jobId: Hex;
  readonly buyer: Address;
  readonly token: Address;
  readonly funded: bigint;
}

async function drawFromAccount(db: Db, event: Placed, { jobId, buyer, token, funded }: Funded): Promise<void> {
  await lowerCap(db, { owner: buyer, operator: MARKET, token }, funded);
  await moveMoney(db, event, { owner: buyer, token, change: -funded, kind: "posted", jobId });
  await changeFree(db, { owner: MARKET, token, change: funded });
}

/** The escrow credits the market and says nothing of it: the buyer's account has no part in this. */
async function pullFromWallet(db: Db, _event: Placed, { token, funded }: Funded): Promise<void> {
  await changeFree(db, { owner: MARKET, token, change: funded });
}

function rowOf(event: Placed & { readonly id: string }, id: Hex, buyer: Address) {
  const place = placeOf(event);
  return {
    id,
    postedId: event.id,
    state: "open",
    attempt: 0,
    buyer,
    posted: place,
    changed: place,
    executionId: null,
  };
}

/** As Ponder gives them in events: what is decoded elsewhere has checksums in its capitals. */
function lowerAddresses<record extends object>(from: record): record {
  const entries = Object.entries(from).map(([name, value]) => [name, isAddress(value) ? value.toLowerCase() : value]);
  return Object.fromEntries(entries) as record;
}

function termsOf(order: JobOrder, terms: JobTerms) {
  const { price, fixedPrice, maxPay, bond, exposure, unitKind, claimBefore } = order;
  return {
    token: order.token.toLowerCase() as Address,
    resourceClass: readShortName(terms.resourceClass),
    unitKind,
    price,
    fixedPrice,
    maxPay,
    bond,
    exposure,
    claimBefore,
    resolver: terms.resolver.toLowerCase() as Address,
    reservedNode: terms.node === zeroAddress ? null : (terms.node.toLowerCase() as Address),
    reservedProvider: terms.provider === zeroAddress ? null : (terms.provider.toLowerCase() as Address),
    reservedUntil: terms.exclusiveUntil,
    order: argumentsAsJson(order),
    terms: argumentsAsJson(terms),
  };
}

/** Of an order that nobody can read: nothing is known but what the event says. */
const HIDDEN = {
  token: TOKEN,
  unitKind: 0,
  price: 0n,
  fixedPrice: 0n,
  bond: 0n,
  exposure: 0n,
  claimBefore: 0,
  resolver: zeroAddress,
  reservedNode: null,
  reservedProvider: null,
  reservedUntil: 0,
  order: {},
  terms: {},
} as const;
