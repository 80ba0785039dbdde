import { CASE_STATES, type CaseState } from "@computehive/protocol/jury-case";
import type { CaseView, ChairView } from "@computehive/sdk/jury/read-case";
import { type Hex, zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import type { Ballot } from "../ledger/ledger.ts";
import type { DrawnChair } from "./docket.ts";
import { type CaseNow, dueOf } from "./due.ts";

const JOB: Hex = `0x${"ab".repeat(32)}`;
const PROMISE: Hex = `0x${"cd".repeat(32)}`;
const BALLOT = { jobId: JOB, chair: 1, commitment: PROMISE } as Ballot;

describe("whoever may be drawn", () => {
  it("opens a dispute, brings the seed, draws", () => {
    expect(due({ state: "none", chairs: [] })).toEqual([{ step: "open" }]);
    expect(due({ state: "none", chairs: [], isDisputed: false })).toEqual([]);
    expect(due({ state: "drawing", chairs: [] })).toEqual([{ step: "bringSeed", ticket: 9n }]);
    expect(due({ state: "drawing", chairs: [], isSeedKnown: true })).toEqual([{ step: "draw", round: 0 }]);
  });

  it("has nothing to do with a panel of others", () => {
    for (const state of CASE_STATES.filter((name) => name !== "none" && name !== "drawing"))
      expect(due({ state, own: false }), state).toEqual([]);
  });
});

describe("who has no seat in the pool", () => {
  it("neither opens nor draws", () => {
    for (const state of ["none", "drawing"] as const)
      expect(due({ state, chairs: [], mayBeDrawn: false }), state).toEqual([]);
  });
});

describe("a juror of the panel", () => {
  it("judges, then promises what it wrote down, once", () => {
    expect(due({ state: "committing" })).toEqual([{ step: "judge", chair: 1 }]);
    expect(due({ state: "committing", ballot: BALLOT })).toEqual([{ step: "commit", ballot: BALLOT }]);
    expect(due({ state: "committing", ballot: BALLOT, commitment: PROMISE })).toEqual([]);
  });

  it("shows what it promised, once", () => {
    expect(due({ state: "revealing", ballot: BALLOT, commitment: PROMISE })).toEqual([
      { step: "reveal", ballot: BALLOT },
    ]);
    expect(due({ state: "revealing", ballot: BALLOT, commitment: PROMISE, finding: "wrong" })).toEqual([]);
  });

  it("shows nothing that it did not promise, and promises nothing any more", () => {
    expect(due({ state: "revealing", ballot: BALLOT })).toEqual([]);
    expect(due({ state: "revealing" })).toEqual([]);
  });

  it.each(["committing", "revealing"] as const)("does nothing for a promise that it does not know (%s)", (state) => {
    expect(due({ state, commitment: PROMISE })).toEqual([{ step: "foreign", chair: 1 }]);
    expect(due({ state, commitment: `0x${"ee".repeat(32)}`, ballot: BALLOT })).toEqual([{ step: "foreign", chair: 1 }]);
  });

  it("says nothing for a chair of an earlier round", () => {
    expect(due({ state: "committing", round: 1 })).toEqual([]);
    expect(due({ state: "revealing", round: 1, ballot: BALLOT, commitment: PROMISE })).toEqual([]);
  });

  it("sees the case to its end", () => {
    expect(due({ state: "hung" })).toEqual([{ step: "startNextRound", round: 0 }]);
    expect(due({ state: "appealable" })).toEqual([]);
    expect(due({ state: "ruled" })).toEqual([{ step: "decide" }]);
    expect(due({ state: "failed" })).toEqual([{ step: "lapse" }]);
  });

  it.each(CASE_STATES.filter((name) => !["none", "decided", "lapsed"].includes(name)))(
    "lets a case lapse whose job is settled (%s)",
    (state) => {
      expect(due({ state, isDisputed: false })).toEqual([{ step: "lapse" }]);
    },
  );

  it("collects its pay, and releases the guilty alone", () => {
    const others = [
      { ...chair(0), isOwn: false },
      { ...chair(2), isOwn: false },
    ];
    const chairs = [chair(1), ...others];
    const there = new Map<number, ChairView>([
      [0, { ...view(0), finding: undefined }],
      [1, { ...view(1), finding: "wrong" }],
      [2, { ...view(2), finding: "upheld" }],
    ]);
    expect(due({ state: "decided", chairs, there })).toEqual([
      { step: "release", chair: 1 },
      { step: "releaseOther", chair: 0 },
      { step: "releaseOther", chair: 2 },
    ]);
    expect(due({ state: "lapsed", chairs, there })).toEqual([
      { step: "release", chair: 1 },
      { step: "releaseOther", chair: 0 },
    ]);
    const done = [{ ...chair(1), released: true }];
    expect(due({ state: "decided", chairs: done })).toEqual([]);
  });
});

interface Situation {
  state: CaseState;
  round?: number;
  own?: boolean;
  chairs?: DrawnChair[];
  there?: ReadonlyMap<number, ChairView>;
  commitment?: Hex;
  finding?: ChairView["finding"];
  ballot?: Ballot;
  isDisputed?: boolean;
  isSeedKnown?: boolean;
  mayBeDrawn?: boolean;
}

/** What a juror with chair 1 of the first round does. */
function due({ state, round = 0, own = true, isDisputed = true, isSeedKnown = false, ...rest }: Situation) {
  const chairs = rest.chairs ?? [{ ...chair(1), isOwn: own }];
  const there =
    rest.there ?? new Map([[1, { ...view(1), commitment: rest.commitment ?? zeroHash, finding: rest.finding }]]);
  const now: CaseNow = {
    file: { jobId: JOB, isEnded: false, chairs, lastBlock: 1n },
    view: { jobId: JOB, state, round, ticket: 9n, finding: "wrong" } as CaseView,
    isDisputed,
    isSeedKnown,
    chairs: there,
    ballotOf: () => rest.ballot,
    mayBeDrawn: rest.mayBeDrawn ?? true,
  };
  return dueOf(now);
}

function chair(number: number): DrawnChair {
  return { chair: number, round: 0, seat: BigInt(number + 1), isOwn: true, released: false };
}

function view(number: number): ChairView {
  return { chair: number, seat: BigInt(number + 1), commitment: zeroHash, finding: undefined, released: false };
}
