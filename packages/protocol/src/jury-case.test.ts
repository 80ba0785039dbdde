import { describe, expect, it } from "vitest";
import type { Finding } from "./dispute.ts";
import {
  appealPriceOf,
  CASE_STATES,
  type CaseRound,
  caseStateAt,
  caseStepOf,
  deadlinesOf,
  majorityOf,
  roundBarOf,
  roundDurationOf,
  standingOf,
} from "./jury-case.ts";

const TIMES = { drawTime: 10, commitTime: 10, revealTime: 10, appealTime: 5 };
const SPLIT: Finding[] = ["upheld", "wrong"];
const RIGHT: Finding[] = ["upheld", "upheld"];

describe("a case's state", () => {
  it.each([
    [0, "drawing"],
    [10, "drawing"],
    [11, "committing"],
    [20, "committing"],
    [21, "revealing"],
    [30, "revealing"],
    [31, "appealable"],
    [35, "appealable"],
    [36, "ruled"],
    [200, "ruled"],
    [201, "failed"],
  ] as const)("with a majority of two, at second %i, is %s", (at, state) => {
    const rounds = [roundOf({ isDrawn: at > 10, findings: at > 20 ? RIGHT : [] })];
    expect(caseStateAt({ ...POOL, rounds }, at)).toBe(state);
  });

  it("is hung where a panel has no majority, and fails if nobody starts another round", () => {
    const facts = { ...POOL, rounds: [roundOf({ findings: SPLIT })] };
    expect(caseStateAt(facts, 31)).toBe("hung");
    expect(caseStateAt(facts, 36)).toBe("failed");
  });

  it("fails where the panel is not drawn in time", () => {
    expect(caseStateAt({ ...POOL, rounds: [roundOf({ isDrawn: false })] }, 11)).toBe("failed");
  });

  it("keeps an earlier majority where a later panel finds nothing", () => {
    const rounds = [roundOf({ findings: RIGHT }), roundOf({ startedAt: 35, findings: SPLIT })];
    expect(standingOf({ ...POOL, rounds }, 70)).toBe("upheld");
    expect(caseStateAt({ ...POOL, rounds }, 71)).toBe("ruled");
    const notDrawn = [rounds[0]!, roundOf({ startedAt: 35, isDrawn: false })];
    expect(caseStateAt({ ...POOL, rounds: notDrawn }, 46)).toBe("ruled");
  });

  it("does not count votes of a panel that still reveals", () => {
    const rounds = [roundOf({ findings: RIGHT }), roundOf({ startedAt: 35, findings: Array(4).fill("wrong") })];
    expect(standingOf({ ...POOL, rounds }, 65)).toBe("upheld");
    expect(standingOf({ ...POOL, rounds }, 66)).toBe("wrong");
  });

  it("cannot go on without seats, without time, or after three rounds", () => {
    const rounds = [roundOf({ findings: RIGHT })];
    expect(caseStateAt({ ...POOL, seats: 9, rounds }, 31)).toBe("ruled");
    expect(caseStateAt({ ...POOL, verdictBy: 69, rounds }, 31)).toBe("ruled");
    expect(caseStateAt({ ...POOL, verdictBy: 70, rounds }, 31)).toBe("appealable");
    const three = [rounds[0]!, rounds[0]!, roundOf({ findings: Array(8).fill("wrong") })];
    expect(caseStateAt({ ...POOL, rounds: three }, 31)).toBe("ruled");
  });

  it("is what ended it", () => {
    expect(caseStateAt({ ...POOL, rounds: [roundOf({})], end: "decided" }, 500)).toBe("decided");
    expect(caseStateAt({ ...POOL, rounds: [] }, 0)).toBe("none");
  });
});

it("needs more than half of the panel, the absent included", () => {
  expect(majorityOf(1, Array(3).fill("wrong"))).toBeUndefined();
  expect(majorityOf(1, Array(4).fill("wrong"))).toBe("wrong");
});

it("costs an appeal what its larger panel costs", () => {
  expect([0, 1].map((round) => appealPriceOf(3_000n, round))).toEqual([7_000n, 15_000n]);
});

const POOL = { seats: 25, verdictBy: 200 };

describe("what is for anybody", () => {
  it("is one step in every state but those that wait for jurors or an appeal", () => {
    expect(CASE_STATES.map((state) => caseStepOf(state, { isDisputed: true }) ?? "")).toEqual([
      ...["open", "draw", "", "", "next-round", "", "decide", "lapse", "release", "release"],
    ]);
  });

  it("is the end of every case whose job has ended before", () => {
    expect(CASE_STATES.map((state) => caseStepOf(state, { isDisputed: false }) ?? "")).toEqual([
      ...["", "lapse", "lapse", "lapse", "lapse", "lapse", "lapse", "lapse", "release", "release"],
    ]);
  });
});

describe("another round", () => {
  const duration = roundDurationOf(TIMES);
  const last = { round: 0, seats: 10, appealBy: 35, verdictBy: 70 };

  it("needs a number, fresh seats, and time", () => {
    expect(duration).toBe(35);
    expect(roundBarOf(last, duration)).toBeUndefined();
    expect(roundBarOf({ ...last, round: 2, seats: 100 }, duration)).toBe("last-round");
    expect(roundBarOf({ ...last, seats: 9 }, duration)).toBe("too-few-seats");
    expect(roundBarOf({ ...last, verdictBy: 69 }, duration)).toBe("too-late");
  });
});

function roundOf({ startedAt = 0, isDrawn = true, findings = [] as readonly Finding[] }): CaseRound {
  return { startedAt, isDrawn, findings, ...deadlinesOf(startedAt, TIMES) };
}
