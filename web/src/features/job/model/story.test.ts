import type { PhaseEvent } from "@computehive/protocol/api/execution";
import { describe, expect, it } from "vitest";
import {
  attempt,
  openJob,
  placeAt,
  runningJob,
  submission,
  submittedJob,
} from "../../../lib/jobs/testing/job-fixtures.ts";
import type { AttemptStepName } from "./attempt-steps.ts";
import { type Chapter, storyOf } from "./story.ts";

const silent = { phases: () => undefined, now: 1_050 };

describe("the wait for a node", () => {
  it("goes on until the last second for a claim", () => {
    const [queue] = storyOf(openJob(), silent);
    expect(stepsOf(queue)).toEqual({ posted: "done", queueing: "active" });
    expect(queue?.steps[1]).toMatchObject({ from: 1_000, until: 2_000 });
  });

  it("has failed when nobody can claim any more, and says why", () => {
    const [queue] = storyOf(openJob(), { ...silent, now: 2_000 });
    expect(queue?.steps[1]).toMatchObject({ state: "failed", reason: "lapsed" });
  });

  it("begins anew after an attempt that gave nothing", () => {
    const declined = attempt({ declined: placeAt(1_015) });
    const story = storyOf(openJob({ attempts: [declined], attempt: 1 }), silent);
    expect(story.map(({ kind }) => kind)).toEqual(["queue", "attempt", "queue"]);
    expect(story[2]?.steps).toMatchObject([{ name: "queueing", state: "active", from: 1_015 }]);
  });

  it("ends with a cancellation", () => {
    const [queue] = storyOf(openJob({ state: "cancelled", closed: placeAt(1_020) }), silent);
    expect(stepsOf(queue)).toEqual({ posted: "done", queueing: "done", cancelled: "done" });
  });
});

describe("an attempt", () => {
  it("shows what the node reports, and what is to come", () => {
    const chapter = attemptOf(runningJob(), [
      phase("fetching", 1_011),
      phase("fetched", 1_012),
      phase("running", 1_013),
    ]);
    expect(stepsOf(chapter)).toEqual({
      claimed: "done",
      fetching: "done",
      running: "active",
      uploading: "waiting",
      submitted: "waiting",
      window: "waiting",
      settled: "waiting",
    });
  });

  it("never takes the node's word for a receipt on the chain", () => {
    const chapter = attemptOf(runningJob(), [phase("uploaded", 1_014), phase("submitted", 1_015)]);
    expect(chapter.steps.find(({ name }) => name === "submitted")).toMatchObject({ state: "active", until: 1_310 });
  });

  it("calls what nobody reported unreported, not done", () => {
    const chapter = attemptOf(submittedJob(), undefined);
    expect(stepsOf(chapter)).toMatchObject({ fetching: "unreported", running: "unreported", submitted: "done" });
  });

  it("gives the reason of a node that gave the job back", () => {
    const job = openJob({ attempts: [attempt({ declined: placeAt(1_015) })], attempt: 1 });
    const chapter = attemptOf(job, [
      phase("fetching", 1_011),
      { ...phase("declined", 1_014), reason: "input-unavailable", detail: "404" },
    ]);
    expect(chapter.steps.at(-1)).toMatchObject({ name: "declined", reason: "input-unavailable", detail: "404" });
    expect(stepsOf(chapter)).toEqual({ claimed: "done", fetching: "failed", declined: "failed" });
  });

  it("says that a silent node expired", () => {
    const expired = { penalty: 80_000n, at: placeAt(1_400) };
    const chapter = attemptOf(openJob({ attempts: [attempt({ expired })], attempt: 1 }), undefined);
    expect(chapter.steps.at(-1)).toMatchObject({ name: "expired", state: "failed", reason: "expired" });
  });

  it("tells of a node that gave up while the chain still waits for it", () => {
    const chapter = attemptOf(runningJob(), [{ ...phase("failed", 1_020), reason: "host-fault" }]);
    expect(chapter.steps.at(-1)).toMatchObject({ name: "gave-up", state: "failed", until: 1_310 });
  });

  it("counts the window down, and closes it with the dispute", () => {
    expect(windowOf(attemptOf(submittedJob(1_040), undefined))).toMatchObject({ state: "active", until: 1_100 });
    expect(windowOf(attemptOf(submittedJob(980), undefined))).toMatchObject({ state: "done", to: 1_040 });
    const dispute = { complaint: "wrong", disputed: placeAt(1_045) } as const;
    const current = attempt({ submission: submission(1_040), dispute });
    const disputed = attemptOf(openJob({ state: "disputed", attempts: [current], current }), undefined);
    expect(windowOf(disputed)).toMatchObject({ state: "done", to: 1_045 });
    expect(disputed.steps.find(({ name }) => name === "verdict")).toMatchObject({ state: "active", until: 1_165 });
  });
});

function phase(name: PhaseEvent["phase"], seconds: number): PhaseEvent {
  return { phase: name, at: seconds * 1000 };
}

function attemptOf(job: Parameters<typeof storyOf>[0], phases: PhaseEvent[] | undefined) {
  const chapter = storyOf(job, { phases: () => phases, now: 1_050 }).find(({ kind }) => kind === "attempt");
  if (chapter?.kind !== "attempt") throw new Error("The story has no attempt.");
  return chapter;
}

function windowOf({ steps }: ReturnType<typeof attemptOf>) {
  return steps.find(({ name }: { name: AttemptStepName }) => name === "window");
}

function stepsOf(chapter: Chapter | undefined): Record<string, string> {
  return Object.fromEntries((chapter?.steps ?? []).map(({ name, state }) => [name, state]));
}
