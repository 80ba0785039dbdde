import { chair, job, juryCase, juryRound, seat } from "ponder:schema";
import { firstChairOf } from "@computehive/protocol/jury-case";
import type { Address } from "viem";
import { JURY } from "../deployment.ts";
import { handle } from "../handle.ts";
import { noteRuling } from "../market/rulings.ts";
import { drawMoney, payMoney } from "../money/accounts.ts";
import { placeOf } from "../record/place.ts";
import { OF_JURY, seatRow } from "./seats.ts";

handle("jury:CaseOpened", async (db, event) => {
  const { jobId, verdictBy, seats } = event.args;
  const of = await db.find(job, { id: jobId });
  await db.insert(juryCase).values({
    ...{ jobId, verdictBy: Number(verdictBy), seats, round: 0, opened: placeOf(event) },
    ...{ executionId: of?.executionId ?? null, finding: null, share: null, decided: null, lapsed: null },
  });
  return { executionId: of?.executionId ?? undefined };
});

/** Comes after the appeal that paid for it, in the same transaction. */
handle("jury:RoundStarted", async (db, event) => {
  const { jobId, round, ticket } = event.args;
  const started = { ticket, started: placeOf(event) };
  await db
    .insert(juryRound)
    .values({ jobId, round, ...started, appellant: null, price: null, drawn: null })
    .onConflictDoUpdate(started);
  await db.update(juryCase, { jobId }).set({ round });
  return {};
});

handle("jury:PanelDrawn", async (db, event) => {
  const { jobId, round, seats } = event.args;
  const jurors: Address[] = [];
  for (const [index, id] of seats.entries()) {
    const { owner } = await seatRow(db, id);
    jurors.push(owner);
    await db.insert(chair).values({
      ...{ jobId, chair: firstChairOf(round) + index, round, seat: id, juror: owner, penalty: 0n },
      ...{ committed: null, finding: null, revealed: null, paid: null, released: null },
    });
  }
  await db.update(juryRound, { jobId, round }).set({ drawn: placeOf(event) });
  return { accounts: jurors };
});

handle("jury:Committed", async (db, event) => {
  const { jobId, chair: number } = event.args;
  await db.update(chair, { jobId, chair: number }).set({ committed: placeOf(event) });
  return {};
});

handle("jury:Revealed", async (db, event) => {
  const { jobId, chair: number, finding } = event.args;
  await db.update(chair, { jobId, chair: number }).set({ finding, revealed: placeOf(event) });
  return {};
});

handle("jury:Appealed", async (db, event) => {
  const { jobId, appellant, price } = event.args;
  const of = await db.find(juryCase, { jobId });
  if (!of) throw new Error(`No event opened the case of job ${jobId}.`);
  const round = of.round + 1;
  const started = placeOf(event);
  await db.insert(juryRound).values({ jobId, round, ticket: 0n, appellant, price, started, drawn: null });
  await drawMoney(db, event, { ...OF_JURY, owner: appellant, amount: price, kind: "appeal", jobId });
  return {};
});

/** The market's settlement, which brings the fee, comes after it in the same transaction. */
handle("jury:CaseDecided", async (db, event) => {
  const { jobId, finding, share } = event.args;
  await db.update(juryCase, { jobId }).set({ finding, share, decided: placeOf(event) });
  return noteRuling(db, event, { jobId, ruling: { finding, findingReason: "", feeRecipient: JURY } });
});

handle("jury:CaseLapsed", async (db, event) => {
  const { jobId } = event.args;
  await db.update(juryCase, { jobId }).set({ lapsed: placeOf(event) });
  const appellants: Address[] = [];
  for (const round of [1, 2]) {
    const { appellant, price } = (await db.find(juryRound, { jobId, round })) ?? {};
    if (!appellant || !price) continue;
    appellants.push(appellant);
    await payMoney(db, event, { ...OF_JURY, owner: appellant, amount: price, kind: "appeal", jobId }, round);
  }
  return { accounts: appellants };
});

handle("jury:ChairReleased", async (db, event) => {
  const { jobId, chair: number, seat: id, paid } = event.args;
  await db.update(chair, { jobId, chair: number }).set({ paid, released: placeOf(event) });
  const lastReleased = { jobId, chair: number, transaction: event.transaction.hash };
  const { owner } = await db.update(seat, { id }).set({ lastReleased });
  await payMoney(db, event, { ...OF_JURY, owner, amount: paid, kind: "fee", jobId });
  return { accounts: [owner] };
});
