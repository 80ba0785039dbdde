import { execution, provider } from "ponder:schema";
import type { Address } from "viem";
import type { Db } from "../db.ts";
import { STAKING, TOKEN } from "../deployment.ts";
import { handle } from "../handle.ts";
import { drawMoney, payMoney } from "../money/accounts.ts";
import { type Placed, placeOf } from "../record/place.ts";

type Row = typeof provider.$inferSelect;
type Change = Partial<Omit<Row, "address">>;

/** Changes a provider's row, which begins with the first event that names the provider. */
export async function changeProvider(
  db: Db,
  event: Placed,
  address: Address,
  change: (before: Row) => Change,
): Promise<void> {
  if ((await db.find(provider, { address })) === null) {
    const nothing = { active: 0n, exposure: 0n, thawing: 0n, thawedAt: 0, burned: 0n, fees: 0n, lastEnded: null };
    await db.insert(provider).values({ address, sinceId: event.id, since: placeOf(event), ...nothing });
  }
  await db.update(provider, { address }).set(change);
}

handle("staking:Staked", async (db, event) => {
  const { provider: address, amount } = event.args;
  await changeProvider(db, event, address, ({ active }) => ({ active: active + amount }));
  await drawMoney(db, event, { holder: STAKING, owner: address, token: TOKEN, amount, kind: "staked" });
  return {};
});

handle("staking:ThawStarted", async (db, event) => {
  const { provider: address, amount, thawing, thawedAt } = event.args;
  await changeProvider(db, event, address, ({ active }) => ({
    active: active - amount,
    thawing,
    thawedAt: Number(thawedAt),
  }));
  return {};
});

handle("staking:ThawCancelled", async (db, event) => {
  const { provider: address, amount } = event.args;
  await changeProvider(db, event, address, ({ active }) => ({ active: active + amount, thawing: 0n, thawedAt: 0 }));
  return {};
});

handle("staking:StakeWithdrawn", async (db, event) => {
  const { provider: address, amount } = event.args;
  await changeProvider(db, event, address, () => ({ thawing: 0n, thawedAt: 0 }));
  await payMoney(db, event, { holder: STAKING, owner: address, token: TOKEN, amount, kind: "unstaked" });
  return {};
});

handle("staking:Slashed", async (db, event) => {
  const { provider: address, burned, feeRecipient, fee } = event.args;
  const lastEnded = (await db.find(provider, { address }))?.lastEnded;
  const cause = lastEnded?.transaction === event.transaction.hash ? lastEnded : undefined;
  await changeProvider(db, event, address, (before) => ({
    active: before.active - burned - fee,
    burned: before.burned + burned,
    fees: before.fees + fee,
  }));
  const { jobId, executionId } = cause ?? {};
  const run = executionId && (await db.find(execution, { id: executionId }));
  // The slash of a replica repays the buyer a part of the fee.
  const kind = run ? "fee" : "refunded";
  const about = { holder: STAKING, token: TOKEN, jobId, executionId };
  await payMoney(db, event, { ...about, owner: feeRecipient, amount: fee, kind });
  if (run && fee > 0n) await db.update(execution, { id: run.id }).set({ fee });
  return { jobId, executionId };
});
