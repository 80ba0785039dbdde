import { describe, expect, it } from "vitest";
import { isFinalPhase, PHASES, REASON_SENTENCES, REASONS } from "./phases.ts";

describe("phases and reasons", () => {
  it("ends in three ways", () => {
    expect(PHASES.filter(isFinalPhase)).toEqual(["settled", "declined", "failed"]);
  });

  it("has a full sentence for every reason", () => {
    for (const reason of REASONS) {
      expect(reason).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(REASON_SENTENCES[reason]).toMatch(/^[A-Z].*\.$/);
    }
  });
});
