import { describe, expect, it } from "vitest";
import {
  isLive,
  isRefunded,
  isSettled,
  isTerminal,
  JOB_STATES,
  type JobState,
  JobStateUnknownError,
  jobStateOf,
} from "./job-state.ts";

describe("job states", () => {
  it("has one kind for each", () => {
    const kinds = (state: JobState) => [isLive(state), isTerminal(state)].filter(Boolean).length;
    expect(JOB_STATES.map(kinds)).toEqual(JOB_STATES.map((state) => (state === "none" ? 0 : 1)));
    expect(JOB_STATES.filter(isLive)).toEqual(["open", "running", "submitted", "disputed"]);
    expect(JOB_STATES.filter(isSettled)).toEqual([
      "settled-cosigned",
      "settled-silent",
      "settled-resolved",
      "settled-split",
    ]);
    expect(JOB_STATES.filter(isRefunded)).toEqual(["refunded-silent", "refunded-resolved", "refunded-equivocation"]);
  });

  it("refuses a number that it does not know", () => {
    expect(jobStateOf(13)).toBe("refunded-equivocation");
    expect(() => jobStateOf(14)).toThrow(JobStateUnknownError);
  });
});
