import { describe, expect, it } from "vitest";
import {
  attempt,
  BUYER,
  openJob,
  placeAt,
  runningJob,
  submission,
  submittedJob,
} from "../../../lib/jobs/testing/job-fixtures.ts";
import { actionsFor, freeAgainBy } from "./actions.ts";
import { moneyOf } from "./money.ts";

const buyer = { address: BUYER.toUpperCase().replace("0X", "0x"), now: 1_050 };
const stranger = { address: undefined, now: 1_050 };

describe("actionsFor", () => {
  it("lets the buyer alone cancel", () => {
    expect(actionsFor(openJob(), buyer)).toEqual(["cancel"]);
    expect(actionsFor(openJob(), stranger)).toEqual([]);
  });

  it("offers each timed exit to everybody, one second after the other side's time", () => {
    expect(actionsFor(openJob(), { ...stranger, now: 2_000 })).toEqual(["lapse"]);
    expect(actionsFor(runningJob(), { ...stranger, now: 1_310 })).toEqual([]);
    expect(actionsFor(runningJob(), { ...stranger, now: 1_311 })).toEqual(["expire"]);
    expect(actionsFor(submittedJob(1_000), { ...stranger, now: 1_060 })).toEqual([]);
    expect(actionsFor(submittedJob(1_000), { ...stranger, now: 1_061 })).toEqual(["settle-silent"]);
  });

  it("lets the buyer dispute only inside the window", () => {
    expect(actionsFor(submittedJob(1_000), { ...buyer, now: 1_060 })).toEqual(["accept", "dispute"]);
    expect(actionsFor(submittedJob(1_000), { ...buyer, now: 1_061 })).toEqual(["accept", "settle-silent"]);
  });

  it("lets anybody end a dispute that nobody rules on, and nobody take it back", () => {
    const current = attempt({
      submission: submission(1_000),
      dispute: { complaint: "wrong", disputed: placeAt(1_010) },
    });
    const disputed = openJob({ state: "disputed", attempts: [current], current });
    expect(actionsFor(disputed, { ...stranger, now: 1_130 })).toEqual([]);
    expect(actionsFor(disputed, { ...stranger, now: 1_131 })).toEqual(["resolve-by-timeout"]);
    expect(actionsFor(disputed, buyer)).toEqual([]);
    expect(actionsFor(disputed, { ...buyer, now: 1_131 })).toEqual(["resolve-by-timeout"]);
  });

  it("offers nothing after the end", () => {
    expect(actionsFor(openJob({ state: "settled-silent" }), buyer)).toEqual([]);
  });
});

describe("moneyOf", () => {
  const fee = 500_000n;

  it("gives out exactly what is locked, whatever the end", () => {
    const { locked, splits, due } = moneyOf(submittedJob(), { fee });
    expect(due).toBe(3_000_000n);
    expect(splits).toHaveLength(5);
    for (const split of splits) expect(split.payee + split.buyer + split.fee).toBe(locked);
  });

  it("knows no agreement during a dispute, which costs the bond at most", () => {
    const { splits, bond, due, locked } = moneyOf({ ...submittedJob(), state: "disputed" }, { fee });
    expect(splits.map(({ ending }) => ending)).toEqual(["upheld", "refused", "resolver-silent"]);
    expect(Math.min(...splits.map(({ buyer }) => Number(buyer)))).toBe(Number(locked - due! - bond));
  });

  it("refunds on silence where the order says so", () => {
    const job = submittedJob();
    const refunding = { ...job, order: { ...job.order, onSilence: 1 } };
    expect(moneyOf(refunding, { fee }).splits.find(({ ending }) => ending === "silence")).toMatchObject({ payee: 0n });
  });

  it("knows no due before a receipt, and nothing locked after the end", () => {
    expect(moneyOf(openJob(), { fee })).toMatchObject({ locked: 10_000_000n, due: undefined, splits: [] });
    const cancelled = openJob({ state: "cancelled", closed: placeAt(1_020) });
    expect(moneyOf(cancelled, { fee })).toMatchObject({ locked: 0n, paid: 0n, refunded: 10_000_000n });
  });
});

it("knows when the money is free again at the latest", () => {
  expect(freeAgainBy(openJob())).toBe(2_000 + 300 + 60 + 120);
});
