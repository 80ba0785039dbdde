import type { IndexedJuryCase } from "@computehive/protocol/indexer-api/jury";
import type { CaseState } from "@computehive/protocol/jury-case";
import { describe, expect, it } from "vitest";
import type { JobRecord } from "../../../lib/jobs/job-record.ts";
import { attempt, openJob, placeAt } from "../../../lib/jobs/testing/job-fixtures.ts";
import { caseDoorOf } from "./case-door.ts";

const JUROR = `0x${"c".repeat(40)}` as const;
const JURY = { drawTime: 9, commitTime: 10, revealTime: 10, appealTime: 6, fee: 2_000_000n };

describe("the door of a case", () => {
  it("is the appeal while there is a majority against which one can be made", () => {
    const door = doorIn("appealable", { told: caseOf(1), appealPrice: 7n });
    expect(door).toEqual({ kind: "appeal", round: 0, panel: 7, price: 7n });
  });

  it.each([
    ["none", "open"],
    ["drawing", "draw"],
    ["hung", "next-round"],
    ["ruled", "decide"],
    ["failed", "lapse"],
  ] as const)("of one that is %s is %s", (state, step) => {
    expect(doorIn(state, {})).toMatchObject({ kind: "step", step, bar: undefined });
  });

  it.each(["committing", "revealing"] as const)("is shut while jurors work: %s", (state) => {
    expect(doorIn(state, {})).toBeUndefined();
  });

  it.each(["drawing", "committing", "appealable"] as const)("of one whose job has ended is its end: %s", (state) => {
    expect(doorIn(state, { job: { state: "settled-split" } })).toMatchObject({ step: "lapse" });
    expect(doorIn("none", { job: { state: "settled-split" } })).toBeUndefined();
  });

  it("of one that ended is for its unpaid jurors alone", () => {
    expect(doorIn("decided", { told: caseOf(1) })).toBeUndefined();
    expect(doorIn("decided", { told: caseOf(1), address: JUROR })).toMatchObject({ step: "release", chairs: [0, 2] });
  });

  it("says why a case cannot be opened", () => {
    expect(doorIn("none", { exposure: 1_999_999n })).toMatchObject({ bar: "fee-not-covered" });
    expect(doorIn("none", { now: 1_185 })).toMatchObject({ bar: undefined });
    expect(doorIn("none", { now: 1_186 })).toMatchObject({ bar: "too-late" });
  });
});

const UNTOLD = { standing: undefined, until: undefined };

interface Given {
  readonly told?: IndexedJuryCase;
  readonly appealPrice?: bigint;
  readonly job?: Partial<JobRecord>;
  readonly address?: string;
  readonly exposure?: bigint;
  readonly now?: number;
}

/** A job that is disputed at second 1,100; its resolver has 120 s. */
function doorIn(state: CaseState, { told, appealPrice, job, address, exposure = 8_000_000n, now = 1_101 }: Given) {
  const disputed = attempt({ exposure, dispute: { complaint: "wrong", disputed: placeAt(1_100) } });
  const record = openJob({ state: "disputed", current: disputed, ...job });
  return caseDoorOf({ job: record, told, current: { ...UNTOLD, state, appealPrice } }, { address, now, jury: JURY });
}

function caseOf(rounds: number): IndexedJuryCase {
  const released = { paid: 1n, penalty: 0n, released: placeAt(2) };
  const chair = (number: number, change: object = {}) => ({ chair: number, juror: JUROR, ...change });
  const chairs = [chair(0), chair(1, { released }), chair(2)];
  return { rounds: Array.from({ length: rounds }, () => ({ chairs })) } as unknown as IndexedJuryCase;
}
