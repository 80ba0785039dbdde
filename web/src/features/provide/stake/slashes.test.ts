import type { IndexedEvent } from "@computehive/protocol/indexer-api/event";
import { describe, expect, it } from "vitest";
import { slashOf } from "./slashes.ts";

const FIRST = `0x${"01".repeat(32)}` as const;
const SECOND = `0x${"02".repeat(32)}` as const;

describe("slashOf", () => {
  it("names silence", () => {
    const slash = event("Slashed", 3, { burned: "7", fee: "0" });
    const found = slashOf(slash, [event("ExecutionExpired", 1, {}, FIRST), slash]);
    expect(found).toMatchObject({ burned: 7n, fee: 0n, reason: "expired", jobId: FIRST, words: undefined });
  });

  it("takes the nearest cause before it where one transaction ends two jobs", () => {
    const slash = event("Slashed", 3, { burned: "7", fee: "0" });
    const later = event("ExecutionExpired", 4, {}, SECOND);
    expect(slashOf(slash, [later, slash, event("ExecutionExpired", 1, {}, FIRST)]).jobId).toBe(FIRST);
    expect(slashOf(event("Slashed", 6, { burned: "1", fee: "0" }), [later, slash]).jobId).toBe(SECOND);
  });

  it("quotes the arbiter", () => {
    const slash = event("Slashed", 5, { burned: "90", fee: "10" });
    const ruled = event("Ruled", 0, { finding: "2", reason: "Nothing at the address." }, FIRST);
    const found = slashOf(slash, [ruled, event("ExecutionSettled", 2, {}, FIRST), slash]);
    expect(found).toMatchObject({ fee: 10n, reason: "not-delivered", words: "Nothing at the address." });
  });

  it("does not take another job's ruling, nor invent a finding", () => {
    const slash = event("Slashed", 5, { burned: "90", fee: "10" });
    const other = event("Ruled", 0, { finding: "1", reason: "x" }, SECOND);
    expect(slashOf(slash, [other, event("ExecutionSettled", 2, {}, FIRST)]).reason).toBe("lost");
    expect(slashOf(slash, []).reason).toBe("unknown");
  });
});

function event(name: string, logIndex: number, args: Record<string, string>, jobId?: `0x${string}`): IndexedEvent {
  const place = { block: 1, at: 1, transaction: FIRST, logIndex, blockHash: FIRST, transactionIndex: 0 };
  const address = "0x0000000000000000000000000000000000000001";
  const touches = { accounts: [], ...(jobId && { jobId, executionId: jobId }) };
  return { eventId: "1", contract: "market", address, name, args, place, touches };
}
