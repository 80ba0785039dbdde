import { replica, replicaJob } from "ponder:schema";
import type { MovementKind } from "@computehive/protocol/indexer-api/account";
import type { Address, Hex } from "viem";
import type { Db } from "../db.ts";
import { ARBITER_ACCOUNT, REPLICA_ARBITER, REPLICA_MARKET, TOKEN } from "../deployment.ts";
import { handle } from "../handle.ts";
import { drawMoney, payMoney } from "../money/accounts.ts";
import type { Placed } from "../record/place.ts";
import type { Touches } from "../record/touches.ts";
import { changeProvider } from "../staking/stake.ts";

/** The market has one token. */
const OF_MARKET = { holder: REPLICA_MARKET, token: TOKEN } as const;

handle("replicaMarket:JobPosted", async (db, event) => {
  const { jobId, buyer, order, terms } = event.args;
  const { replicas, maxPay, bond, exposure } = order;
  const funded = BigInt(replicas) * maxPay + bond;
  const resolver = terms.resolver.toLowerCase() as Address;
  await db.insert(replicaJob).values({ id: jobId, buyer, funded, exposure, resolver });
  await drawMoney(db, event, { ...OF_MARKET, owner: buyer, amount: funded, kind: "posted", jobId });
  return {};
});

handle("replicaMarket:JobCancelled", (db, event) => giveBack(db, event, event.args.jobId, "cancelled"));
handle("replicaMarket:JobLapsed", (db, event) => giveBack(db, event, event.args.jobId, "lapsed"));

/** No replica will be paid: the job's money goes back whole. */
async function giveBack(db: Db, event: Placed, jobId: Hex, kind: MovementKind): Promise<Touches> {
  const { buyer, funded } = await jobOf(db, jobId);
  await payMoney(db, event, { ...OF_MARKET, owner: buyer, amount: funded, kind, jobId });
  return { buyer };
}

handle("replicaMarket:ReplicaClaimed", async (db, event) => {
  const { jobId, executionId } = event.args;
  const provider = event.args.provider.toLowerCase() as Address;
  const payee = event.args.payee.toLowerCase() as Address;
  await db.insert(replica).values({ id: executionId, provider, payee });
  const { exposure } = await jobOf(db, jobId);
  await changeProvider(db, event, provider, (before) => ({ exposure: before.exposure + exposure }));
  return {};
});

handle("replicaMarket:ReplicaDeclined", async (db, event) => {
  const { provider } = await free(db, event, event.args);
  return { provider };
});

handle("replicaMarket:JobFilled");
handle("replicaMarket:ReplicaCommitted");
handle("replicaMarket:JobCommitted");
handle("replicaMarket:ReplicaRevealed");
handle("replicaMarket:JobRevealed");
handle("replicaMarket:JobDisputed");

/** Fixes what the replicas are paid; the market keeps that until each is collected. */
handle("replicaMarket:JobEnded", async (db, event) => {
  const { jobId, paidReplicas, payment, refund } = event.args;
  const { buyer, funded, resolver } = await jobOf(db, jobId);
  const fee = funded - paidReplicas * payment - refund;
  await payMoney(db, event, { ...OF_MARKET, owner: buyer, amount: refund, kind: "refunded", jobId });
  // Another resolver names the fee's recipient to the market alone: no event says who it is.
  const owner = resolver === REPLICA_ARBITER ? ARBITER_ACCOUNT : undefined;
  await payMoney(db, event, { ...OF_MARKET, owner, amount: fee, kind: "fee", jobId }, 1);
  return { buyer };
});

/** What a slash takes of the exposure, staking's own event says, which comes after it. */
handle("replicaMarket:ReplicaEnded", async (db, event) => {
  const { jobId, executionId, payment } = event.args;
  const { provider, payee } = await free(db, event, event.args);
  await payMoney(db, event, { ...OF_MARKET, owner: payee, amount: payment, kind: "paid", jobId, executionId });
  return { provider, accounts: [payee] };
});

/** Comes before the job's end, in the same transaction. */
handle("replicaArbiter:ReplicasRuled");

interface Named {
  readonly jobId: Hex;
  readonly executionId: Hex;
}

/** The exposure of a replica is free again. */
async function free(db: Db, event: Placed, { jobId, executionId }: Named) {
  const row = await db.find(replica, { id: executionId });
  if (!row) throw new Error(`No event claimed replica ${executionId}.`);
  const { exposure } = await jobOf(db, jobId);
  await changeProvider(db, event, row.provider, (before) => ({
    exposure: before.exposure - exposure,
    lastEnded: { executionId, jobId, transaction: event.transaction.hash },
  }));
  return row;
}

/** @throws Error for a job that no event posted: the market emits nothing about such a job. */
async function jobOf(db: Db, jobId: Hex): Promise<typeof replicaJob.$inferSelect> {
  const row = await db.find(replicaJob, { id: jobId });
  if (!row) throw new Error(`No event posted the replicated job ${jobId}.`);
  return row;
}
