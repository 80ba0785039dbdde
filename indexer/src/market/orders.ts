import { job } from "ponder:schema";
import { readShortName } from "@computehive/protocol/short-name";
import { type Address, type Hex, zeroAddress } from "viem";
import type { Db } from "../db.ts";
import { MARKET } from "../deployment.ts";
import { handle } from "../handle.ts";
import { changeFree, lowerCap, moveMoney } from "../money/accounts.ts";
import { type Placed, placeOf } from "../record/place.ts";
import { argumentsAsJson, type Touches } from "../record/touches.ts";
import { changeJob, touchedBy } from "./job-rows.ts";

handle("market:JobPosted", async (db, event) => {
  const { jobId, buyer, order, terms } = event.args;
  const token = order.token.toLowerCase() as Address;
  const reservedNode = terms.node === zeroAddress ? null : (terms.node.toLowerCase() as Address);
  const { price, fixedPrice, maxPay, bond, exposure, unitKind } = order;
  await db.insert(job).values({
    id: jobId,
    postedId: event.id,
    state: "open",
    attempt: 0,
    buyer,
    token,
    resourceClass: readShortName(terms.resourceClass),
    unitKind,
    price,
    fixedPrice,
    maxPay,
    bond,
    exposure,
    claimBefore: order.claimBefore,
    resolver: terms.resolver.toLowerCase() as Address,
    reservedNode,
    reservedUntil: terms.exclusiveUntil,
    order: argumentsAsJson(order),
    terms: argumentsAsJson(terms),
    posted: placeOf(event),
    changed: placeOf(event),
    executionId: null,
  });
  const funded = maxPay + bond;
  await lowerCap(db, { owner: buyer, operator: MARKET, token }, funded);
  await moveMoney(db, event, { owner: buyer, token, change: -funded, kind: "posted", jobId });
  await changeFree(db, { owner: MARKET, token, change: funded });
  return {};
});

handle("market:JobCancelled", (db, event) => close(db, event, event.args.jobId, "cancelled"));
handle("market:JobLapsed", (db, event) => close(db, event, event.args.jobId, "lapsed"));

/** The job ended without a settlement: its money goes back. */
async function close(db: Db, event: Placed, jobId: Hex, state: "cancelled" | "lapsed"): Promise<Touches> {
  const row = await changeJob(db, event, jobId, { state, executionId: null });
  const { buyer, token, maxPay, bond } = row;
  await changeFree(db, { owner: MARKET, token, change: -(maxPay + bond) });
  await moveMoney(db, event, { owner: buyer, token, change: maxPay + bond, kind: state, jobId });
  return touchedBy(row);
}
