import { chair, seat } from "ponder:schema";
import type { Db } from "../db.ts";
import { JURY, SEAT_PRICE, TOKEN } from "../deployment.ts";
import { handle } from "../handle.ts";
import { drawMoney, payMoney } from "../money/accounts.ts";

/** The jury has the market's token. */
export const OF_JURY = { holder: JURY, token: TOKEN } as const;

handle("jury:SeatBought", async (db, event) => {
  const { seat: id, owner } = event.args;
  await db.insert(seat).values({ id, owner, lastReleased: null });
  await drawMoney(db, event, { ...OF_JURY, owner, amount: SEAT_PRICE, kind: "seat" });
  return {};
});

handle("jury:SeatGivenUp");

handle("jury:SeatWithdrawn", async (db, event) => {
  const { owner, amount } = event.args;
  await payMoney(db, event, { ...OF_JURY, owner, amount, kind: "seat" });
  return {};
});

/** Moves nothing: the jury keeps what it takes. */
handle("jury:SeatPenalised", async (db, event) => {
  const { lastReleased } = await seatRow(db, event.args.seat);
  if (lastReleased?.transaction !== event.transaction.hash) return {};
  const { jobId } = lastReleased;
  await db.update(chair, { jobId, chair: lastReleased.chair }).set({ penalty: event.args.penalty });
  return { jobId };
});

/** @throws Error for a seat that no event sold. */
export async function seatRow(db: Db, id: bigint): Promise<typeof seat.$inferSelect> {
  const row = await db.find(seat, { id });
  if (!row) throw new Error(`No event sold seat ${id}.`);
  return row;
}
