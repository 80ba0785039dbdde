import type { IndexedExecution } from "@computehive/protocol/indexer-api/execution";
import type { JobState } from "@computehive/protocol/job-state";
import { describe, expect, it } from "vitest";
import { endedAt, failureOf, stakeLostOf } from "./failures.ts";

const place = { block: 1, at: 77, transaction: `0x${"01".repeat(32)}`, logIndex: 0 } as const;

describe("failures", () => {
  it("are what was given back, expired or lost", () => {
    expect(failureOf(execution({ state: "declined", declined: place }))).toBe("declined");
    expect(failureOf(execution({ state: "expired", expiry: { penalty: 3n, expired: place } }))).toBe("expired");
    expect(failureOf(settled("settled-split"))).toBe("split");
    expect(failureOf(settled("refunded-silent"))).toBe("refunded-silent");
    expect(failureOf(settled("refunded-resolved"))).toBe("lost");
    const ruling = { finding: "not-delivered", reason: "", ruled: place } as const;
    expect(failureOf({ ...settled("refunded-resolved"), ruling })).toBe("not-delivered");
  });

  it("are not what runs or was paid", () => {
    expect(failureOf(execution({ state: "running" }))).toBeUndefined();
    for (const state of ["settled-cosigned", "settled-silent", "settled-resolved"] as const) {
      expect(failureOf(settled(state))).toBeUndefined();
    }
  });

  it("cost the penalty, or the exposure where a dispute was lost", () => {
    expect(stakeLostOf(execution({ state: "expired", expiry: { penalty: 3n, expired: place } }))).toBe(3n);
    expect(stakeLostOf(settled("refunded-resolved"))).toBe(50n);
    expect(stakeLostOf(settled("settled-split"))).toBe(0n);
  });

  it("have their moment", () => {
    expect(endedAt(execution({ state: "declined", declined: place }))).toBe(77);
    expect(endedAt(execution({ state: "running" }))).toBeUndefined();
  });
});

function settled(state: JobState): IndexedExecution {
  const amounts = { units: 1n, amount: 0n, refund: 0n, fee: 0n };
  return execution({
    state: "settled",
    settlement: { state, kind: "silent", ...amounts, receiptHash: `0x${"02".repeat(32)}`, settled: place },
  });
}

function execution(part: Partial<IndexedExecution>): IndexedExecution {
  return { exposure: 50n, ...part } as IndexedExecution;
}
