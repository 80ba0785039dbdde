import { existsSync } from "node:fs";
import { join } from "node:path";
import { showAccount } from "@computehive/sdk/account/show-account";
import { showStake } from "@computehive/sdk/staking/stake";
import { type Hex, zeroHash } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { JUROR_STEPS } from "../src/testing/faults.ts";
import { healthOf } from "./support/agent-view.ts";
import {
  caseIn,
  chairsWhere,
  createJuror,
  disputedJob,
  JURY,
  type JurorAccount,
  pass,
  seated,
} from "./support/jurors.ts";
import { eventually, type Running } from "./support/processes.ts";
import { createWorld, type World } from "./support/world.ts";

const LIMIT = 180_000;

describe("a panel of agents", () => {
  let world: World;
  let jurors: JurorAccount[];
  let agents: Running[] = [];

  beforeAll(async () => {
    world = await createWorld({ jury: JURY });
    jurors = [];
    for (const name of ["juror-a", "juror-b", "juror-c"]) jurors.push(await createJuror(world, name, { seats: 1 }));
    agents = jurors.map((juror) => juror.start());
    for (const juror of jurors) await seated(juror, 1);
  }, LIMIT);
  afterAll(async () => {
    await Promise.all(agents.map((agent) => agent.kill("SIGKILL")));
    await world?.close();
  });

  it("finds that a node lied: it is slashed, the buyer is refunded, the jurors are paid", {
    timeout: LIMIT,
  }, async () => {
    const before = await standing();
    const jobId = await disputedJob(world, "liar", { faults: { lie: true }, complaint: "wrong" });
    const chairs = await seeThrough(jobId);
    expect(chairs.map(({ finding }) => finding)).toEqual(["wrong", "wrong", "wrong"]);
    const job = await world.job(jobId);
    expect(job.state).toBe("refunded-resolved");
    const after = await standing();
    expect(after.stake).toBe(before.stake - 2_000_000n);
    expect(after.buyer).toBeGreaterThanOrEqual(before.buyer);
    expect(after.jurors).toEqual(before.jurors.map((free) => free + JURY.fee / 3n));
  });

  it("finds that a node was right: it is paid, and the buyer's bond pays the jurors", { timeout: LIMIT }, async () => {
    const before = await standing();
    const jobId = await disputedJob(world, "honest", { complaint: "wrong" });
    const chairs = await seeThrough(jobId);
    expect(chairs.map(({ finding }) => finding)).toEqual(["upheld", "upheld", "upheld"]);
    const job = await world.job(jobId);
    expect(job.state).toBe("settled-resolved");
    const after = await standing();
    expect(after.stake).toBe(before.stake);
    expect(after.provider).toBe(before.provider + job.settlement!.amount);
    expect(after.jurors).toEqual(before.jurors.map((free) => free + JURY.fee / 3n));
  });

  it("looks for an output until the deadline is near before it says that there is none", {
    timeout: LIMIT,
  }, async () => {
    const before = await standing();
    const jobId = await disputedJob(world, "withholder", { faults: { withhold: true }, complaint: "not-delivered" });
    await caseIn(world, jobId, "committing");
    await eventually(
      async () => (await Promise.all(agents.map(healthOf))).every(({ juror }) => juror?.cases[0]?.judging),
      "all judge",
    );
    const waiting = await chairsWhere(world, jobId, () => true, "the panel is drawn");
    expect(waiting.map(({ commitment }) => commitment)).toEqual([zeroHash, zeroHash, zeroHash]);
    await pass(world, JURY.commitTime - 200);
    const chairs = await seeThrough(jobId, 200);
    expect(chairs.map(({ finding }) => finding)).toEqual(["not-delivered", "not-delivered", "not-delivered"]);
    expect((await world.job(jobId)).state).toBe("refunded-resolved");
    expect((await standing()).stake).toBe(before.stake - 2_000_000n);
  });

  it("has one ballot for each chair, every one with a salt of its own", async () => {
    await Promise.all(agents.map((agent) => agent.kill("SIGTERM")));
    const ballots = jurors.flatMap((juror) => juror.ballots());
    expect(ballots).toHaveLength(9);
    expect(new Set(ballots.map(({ salt }) => salt)).size).toBe(9);
  });

  /** Lets the jurors do all of a case, and the time pass between. */
  async function seeThrough(jobId: Hex, commitLeft = JURY.commitTime) {
    await chairsWhere(world, jobId, ({ commitment }) => commitment !== zeroHash, "all committed");
    await pass(world, commitLeft);
    await chairsWhere(world, jobId, ({ finding }) => finding !== undefined, "all revealed");
    await pass(world, JURY.revealTime);
    await caseIn(world, jobId, "decided");
    return chairsWhere(world, jobId, ({ released }) => released, "all are released");
  }

  async function standing() {
    return {
      stake: (await showStake(world.provider, world.provider.walletClient!.account!.address)).active,
      provider: (await showAccount(world.provider)).free,
      buyer: (await showAccount(world.buyer)).free,
      jurors: await Promise.all(jurors.map((juror) => juror.free())),
    };
  }
});

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
      await pass(world, JURY.commitTime);
      const shown = await chairsWhere(world, jobId, ({ finding }) => finding !== undefined, "all revealed");
      await crashed("revealed");
      await pass(world, JURY.revealTime);
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
