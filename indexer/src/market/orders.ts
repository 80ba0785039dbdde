import { job } from "ponder:schema";
import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import { FUNDINGS } from "@computehive/protocol/order-choices";
import { readShortName } from "@computehive/protocol/short-name";
import { signedClaimIn } from "@computehive/protocol/signed-claim";
import { type Address, type Hex, isAddress, zeroAddress } from "viem";
import type { Db } from "../db.ts";
import { MARKET, MARKET_DOMAIN, TOKEN } from "../deployment.ts";
import { handle } from "../handle.ts";
import { changeFree, drawMoney, payMoney } from "../money/accounts.ts";
import { type Placed, placeOf } from "../record/place.ts";
import { argumentsAsJson, type Touches } from "../record/touches.ts";
import { changeJob, touchedBy } from "./job-rows.ts";

handle("market:JobPosted", async (db, event) => {
  const { jobId, buyer, order, terms } = event.args;
  await db.insert(job).values({ ...rowOf(event, jobId, buyer), ...termsOf(order, terms), isReadable: true });
  const token = order.token.toLowerCase() as Address;
  const posting = { holder: MARKET, owner: buyer, token, kind: "posted", jobId } as const;
  await drawMoney(db, event, { ...posting, amount: order.maxPay + order.bond });
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
  const posting = { holder: MARKET, owner: buyer, token: TOKEN, kind: "posted", jobId } as const;
  if (FUNDINGS[funding] === "account") await drawMoney(db, event, { ...posting, amount });
  // The escrow credits the market and says nothing of it: the buyer's account has no part in this.
  else await changeFree(db, { owner: MARKET, token: TOKEN, change: amount });
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
  await payMoney(db, event, { holder: MARKET, owner: buyer, token, amount: maxPay + bond, kind: state, jobId });
  return touchedBy(row);
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
    reservedNode: terms.node === zeroAddress ? null : (terms.node.toLowerCase() as Address),
    reservedProvider: terms.provider === zeroAddress ? null : (terms.provider.toLowerCase() as Address),
    reservedUntil: terms.exclusiveUntil,
    order: argumentsAsJson(order),
    terms: argumentsAsJson(terms),
  };
}

/** Of an order that nobody can read: nothing is known but what the event says. No real order has both prices at zero. */
const HIDDEN = {
  token: TOKEN,
  unitKind: 0,
  price: 0n,
  fixedPrice: 0n,
  bond: 0n,
  exposure: 0n,
  claimBefore: 0,
  reservedNode: null,
  reservedProvider: null,
  reservedUntil: 0,
  order: {},
  terms: {},
} as const;
