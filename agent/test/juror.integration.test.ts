import { showAccount } from "@computehive/sdk/account/show-account";
import { showStake } from "@computehive/sdk/staking/stake";
import { type Hex, zeroHash } from "viem";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { healthOf } from "./support/agent-view.ts";
import {
  caseIn,
  chairsWhere,
  createJuror,
  disputedJob,
  JURY,
  type JurorAccount,
  pass,
  passAfter,
  seated,
} from "./support/jurors.ts";
import { eventually, type Running } from "./support/processes.ts";
import { createWorld, type World } from "./support/world.ts";

const LIMIT = 600_000;

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
    // The margin is a third of the commit time.
    const { commitBy } = await caseIn(world, jobId, "committing");
    const { timestamp } = await world.publicClient.getBlock();
    await pass(world, commitBy - JURY.commitTime / 3 - Number(timestamp));
    const chairs = await seeThrough(jobId);
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
  async function seeThrough(jobId: Hex) {
    await chairsWhere(world, jobId, ({ commitment }) => commitment !== zeroHash, "all committed");
    await passAfter(world, jobId, "commitBy");
    await chairsWhere(world, jobId, ({ finding }) => finding !== undefined, "all revealed");
    await passAfter(world, jobId, "revealBy");
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
