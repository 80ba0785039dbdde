import { describe, expect, it } from "vitest";
import { createTurns } from "./turns.ts";

const A = "0x00000000000000000000000000000000000000aa";
const B = "0x00000000000000000000000000000000000000bb";

describe("turns", () => {
  it("come after a wait of each juror's own, within the longest", () => {
    const clock = { time: 0, now: () => clock.time };
    const [a, b] = [createTurns(A, clock, 1_000), createTurns(B, clock, 1_000)];
    const when = (turns: typeof a) => {
      for (clock.time = 0; clock.time <= 1_000; clock.time++) if (turns.isMine("draw")) return clock.time;
      return Number.POSITIVE_INFINITY;
    };
    const [first, second] = [when(a), when(b)];
    expect(first).not.toBe(second);
    expect(Math.max(first, second)).toBeLessThanOrEqual(1_000);
  });

  it("begin anew for a step that was not due in between", () => {
    const clock = { time: 0, now: () => clock.time };
    const turns = createTurns(A, clock, 1_000);
    turns.isMine("draw");
    clock.time = 1_000;
    expect(turns.isMine("draw")).toBe(true);
    turns.sweep();
    turns.sweep();
    expect(turns.isMine("draw")).toBe(false);
  });
});
