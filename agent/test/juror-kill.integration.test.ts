import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Hex, zeroHash } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { JUROR_STEPS } from "../src/testing/faults.ts";
import {
  caseIn,
  chairsWhere,
  createJuror,
  disputedJob,
  JURY,
  type JurorAccount,
  passAfter,
  seated,
} from "./support/jurors.ts";
import { eventually, type Running } from "./support/processes.ts";
import { createWorld, type World } from "./support/world.ts";

const LIMIT = 600_000;

describe("kill -9 right after each step of a juror", () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ jury: JURY });
  }, LIMIT);
  afterAll(() => world?.close());

  it("the next start goes on: one promise for each chair, shown and paid once", { timeout: LIMIT }, async () => {
    const juror = await createJuror(world, "mortal", {
      seats: 3,
      change: { testFaults: { crashJurorAt: [...JUROR_STEPS] } },
    });
    const supervised = superviseAgent(() => juror.start());
    try {
      await seated(juror, 3);
      const before = await juror.free();
      const jobId = await disputedJob(world, "liar", { faults: { lie: true }, complaint: "wrong" });
      const promised = await chairsWhere(world, jobId, ({ commitment }) => commitment !== zeroHash, "all committed");
      await crashed("committed");
      await passAfter(world, jobId, "commitBy");
      const shown = await chairsWhere(world, jobId, ({ finding }) => finding !== undefined, "all revealed");
      await crashed("revealed");
      await passAfter(world, jobId, "revealBy");
      await caseIn(world, jobId, "decided");
      await chairsWhere(world, jobId, ({ released }) => released, "all are released");
      await crashed("released");

      expect(shown.map(({ commitment }) => commitment)).toEqual(promised.map(({ commitment }) => commitment));
      expect(shown.map(({ finding }) => finding)).toEqual(["wrong", "wrong", "wrong"]);
      expect((await world.job(jobId)).state).toBe("refunded-resolved");
      expect(await juror.free()).toBe(before + (JURY.fee / 3n) * 3n);
      await eventually(async () => acted(juror, jobId, "release").length === 3, "the ledger has all releases");
      await supervised.stop();
      expect(supervised.deaths()).toBe(JUROR_STEPS.length);
      expectOnce(juror, jobId);
    } finally {
      await supervised.stop();
    }
  });

  async function crashed(step: string): Promise<void> {
    await eventually(
      async () => existsSync(join(world.folder, "mortal", `crashed-at-${step}`)),
      `the juror was killed at ${step}`,
    );
  }

  /** One ballot a chair, and one transaction that acted for each promise, showing and release. */
  function expectOnce(juror: JurorAccount, jobId: Hex): void {
    expect(juror.ballots().map(({ chair }) => chair)).toEqual([0, 1, 2]);
    for (const action of ["commit", "reveal", "release"]) {
      const subjects = acted(juror, jobId, action).map(({ subject }) => subject);
      expect(new Set(subjects).size, action).toBe(3);
      expect(subjects, action).toHaveLength(3);
    }
    const commits = juror.transactions().filter(({ action }) => action === "commit");
    const datas = new Map(commits.map(({ subject, unsigned }) => [subject, unsigned.data]));
    expect(commits.every(({ subject, unsigned }) => datas.get(subject) === unsigned.data)).toBe(true);
  }
});

/** Transactions of a case that are in the chain and did what they were for. */
function acted(juror: JurorAccount, jobId: Hex, wanted: string) {
  return juror
    .transactions()
    .filter(({ subject, action, succeeded }) => subject.startsWith(jobId) && action === wanted && succeeded === true)
    .filter((row) => !row.void);
}

/** Starts an agent again whenever it dies. */
function superviseAgent(start: () => Running) {
  let [deaths, isOver] = [0, false];
  let current = start();
  const watching = (async () => {
    while (!isOver) {
      const end = await current.ended;
      if (isOver) return;
      expect(end).toBe("SIGKILL");
      deaths++;
      current = start();
    }
  })();
  return {
    deaths: () => deaths,
    async stop() {
      isOver = true;
      await current.kill("SIGKILL");
      await watching;
    },
  };
}
