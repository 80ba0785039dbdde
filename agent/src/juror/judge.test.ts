import type { JobView } from "@computehive/sdk/jobs/job-view";
import type { Judgement } from "@computehive/sdk/verify/judge-result";
import { describe, expect, it } from "vitest";
import { type Examine, judgeCase } from "./judge.ts";

const JOB = {} as JobView;
const GIVE_UP_AT = 1_000;
const RIGHT: Judgement = { kind: "right" };
const WRONG: Judgement = { kind: "wrong", facts: ["execution: another output"] };
const MISSING: Judgement = { kind: "not-delivered", facts: ["stdout is not there"] };
const undecided = (because: "buyer" | "outcome" | "machine"): Judgement => ({
  kind: "undecided",
  facts: [because],
  because,
});

describe("a finding", () => {
  it("is said at once where it is clear, without waiting for the deadline", async () => {
    expect(await judge([[RIGHT]])).toMatchObject({ kind: "found", delivered: true, correct: true, at: 0 });
    expect(await judge([[WRONG]])).toMatchObject({ kind: "found", delivered: true, correct: false, at: 0 });
  });

  it("is looked for at every gateway", async () => {
    expect(await judge([[MISSING], [RIGHT]])).toMatchObject({ delivered: true, correct: true, at: 0 });
    expect(await judge([["down"], [WRONG]])).toMatchObject({ delivered: true, correct: false, at: 0 });
  });
});

describe("an output that is not there", () => {
  it("is looked for until the deadline is near, and then is not delivered", async () => {
    const found = await judge([[MISSING]]);
    expect(found).toMatchObject({ kind: "found", delivered: false, facts: ["stdout is not there"] });
    expect(found.at).toBeGreaterThan(GIVE_UP_AT - 31);
    expect(found.looks).toBeGreaterThan(20);
  });

  it("counts when it comes late", async () => {
    expect(await judge([[MISSING, MISSING, MISSING, MISSING, RIGHT]])).toMatchObject({
      delivered: true,
      correct: true,
    });
  });

  it("is looked for once more by a juror that comes late", async () => {
    expect(await judge([[RIGHT]], { from: GIVE_UP_AT + 5 })).toMatchObject({ delivered: true, correct: true });
    expect(await judge([[MISSING]], { from: GIVE_UP_AT + 5 })).toMatchObject({ delivered: false, looks: 1 });
  });

  it("is not judged by a look that never ends", async () => {
    expect(await judge([[MISSING, "hangs"]])).toMatchObject({ kind: "found", delivered: false });
  });
});

describe("what cannot be told", () => {
  it("stands, where nobody can show it to be wrong", async () => {
    expect(await judge([[undecided("outcome")]])).toMatchObject({ delivered: true, correct: true, at: 0 });
    expect(await judge([[undecided("buyer")]])).toMatchObject({ delivered: true, correct: true });
  });

  it("is not said, where another machine can tell", async () => {
    expect(await judge([[undecided("machine")]])).toMatchObject({ kind: "abstained", facts: ["machine"], looks: 3 });
    expect(await judge([[undecided("machine")], [MISSING]])).toMatchObject({ kind: "abstained" });
  });

  it("is not said, where no gateway answered", async () => {
    expect(await judge([["down"]])).toMatchObject({ kind: "abstained", facts: ["no gateway answered"] });
  });

  it("is not said, where the juror is stopped", async () => {
    const stop = new AbortController();
    const examine: Examine = async () => {
      stop.abort(new Error("stopped"));
      throw new Error("down");
    };
    const ports = { examiners: [examine], now: () => 0, wait: async () => undefined, onFault: () => undefined };
    await expect(judgeCase(JOB, GIVE_UP_AT, ports, stop.signal)).rejects.toThrow("stopped");
  });
});

type Answer = Judgement | "down" | "hangs";

/** Judges with gateways that answer one thing after the other, the last one for ever; time passes by waiting alone. */
async function judge(gateways: Answer[][], { from = 0 } = {}) {
  let [now, looks] = [from, 0];
  const examiners = gateways.map((answers): Examine => {
    let i = 0;
    return async (_, signal) => {
      looks++;
      const answer = answers[Math.min(i++, answers.length - 1)]!;
      if (answer === "down") throw new Error("The gateway does not answer.");
      if (answer !== "hangs") return answer;
      return new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      });
    };
  });
  const wait = async (milliseconds: number, signal: AbortSignal) => {
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
    now += milliseconds / 1_000;
  };
  const conclusion = await judgeCase(
    JOB,
    GIVE_UP_AT,
    { examiners, now: () => now, wait, onFault: () => undefined },
    new AbortController().signal,
  );
  return { ...conclusion, at: now, looks };
}
