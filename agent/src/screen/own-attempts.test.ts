import type { Reason } from "@computehive/protocol/phases";
import type { AttemptView } from "@computehive/sdk/jobs/job-view";
import type { Hex } from "viem";
import { describe, expect, it } from "vitest";
import type { ExecutionRow } from "../ledger/ledger.ts";
import type { WorkContext } from "../work/context.ts";
import { mayTryAgain } from "./own-attempts.ts";

const NODE: Hex = "0x00000000000000000000000000000000000000ee";
const OTHER: Hex = "0x00000000000000000000000000000000000000aa";
const GIVEN_BACK_AT = 1_000_000;

describe("a job that this node had before", () => {
  it("is open to it where only others had it", () => {
    expect(mayTryAgain([attempt(0, OTHER, "expired"), attempt(1, OTHER)], after(0))).toBe(true);
  });

  it.each([
    ["input-unavailable", 29, false],
    ["input-unavailable", 30, true],
    ["manifest-unavailable", 30, true],
    ["manifest-invalid", 3_600, false],
    ["host-fault", 3_600, false],
    [undefined, 3_600, false],
  ] as const)("given back for %s and looked at %i seconds later: %s", (reason, seconds, allowed) => {
    expect(mayTryAgain([attempt(0)], after(seconds, reason))).toBe(allowed);
  });

  it("waits twice as long after its second attempt, whoever came between", () => {
    const attempts = [attempt(0), attempt(1, OTHER), attempt(2)];
    expect(mayTryAgain(attempts, after(59, "input-unavailable"))).toBe(false);
    expect(mayTryAgain(attempts, after(60, "input-unavailable"))).toBe(true);
  });

  it("is left after three attempts: withheld inputs cost a node three claims at most", () => {
    const attempts = [attempt(0), attempt(1), attempt(2)];
    expect(mayTryAgain(attempts, after(1_000_000, "input-unavailable"))).toBe(false);
  });

  it("is left where it let it expire", () => {
    expect(mayTryAgain([attempt(0, NODE, "expired")], after(3_600, "input-unavailable"))).toBe(false);
  });

  it("is left where its ledger knows nothing of the attempt", () => {
    const { clock, node } = after(3_600);
    const ledger = { executions: { get: () => undefined } } as unknown as WorkContext["ledger"];
    expect(mayTryAgain([attempt(0)], { clock, node, ledger })).toBe(false);
  });
});

function attempt(number: number, node: Hex = NODE, end: AttemptView["end"] = "declined"): AttemptView {
  return { attempt: number, executionId: `0x0${number}`, execution: { node }, end } as unknown as AttemptView;
}

/** So many seconds after the node gave its attempts back. */
function after(seconds: number, reason?: Reason): Pick<WorkContext, "ledger" | "clock" | "node"> {
  const row = { updatedAt: GIVEN_BACK_AT, ...(reason && { givenUp: { reason, detail: "" } }) } as ExecutionRow;
  const ledger = { executions: { get: () => row } } as unknown as WorkContext["ledger"];
  return { ledger, node: NODE, clock: { now: () => GIVEN_BACK_AT + seconds * 1_000 } };
}
