import { deposit } from "@computehive/sdk/account/deposit";
import { ensureOperator } from "@computehive/sdk/account/operators";
import { afterAll, beforeAll, expect, it } from "vitest";
import { caseIn, createJuror, disputedJob, JURY, pass, seated } from "./support/jurors.ts";
import { eventually } from "./support/processes.ts";
import { createWorld, type World } from "./support/world.ts";

const LIMIT = 600_000;
const DEPOSIT = 2_000_000n;
const RANDOMNESS = { form: "commit-reveal", deposit: DEPOSIT, commitTime: 300, revealTime: 300 } as const;

let world: World;
beforeAll(async () => {
  world = await createWorld({ jury: { ...JURY, drawTime: 700, randomness: RANDOMNESS } });
}, LIMIT);
afterAll(() => world?.close());

it("where seeds are made of secrets, a juror gives one, and has its deposit back", { timeout: LIMIT }, async () => {
  const juror = await createJuror(world, "secretive", { seats: 3 });
  await deposit(juror.client, DEPOSIT);
  await ensureOperator(juror.client, { operator: "randomness", amount: DEPOSIT, seconds: 1_000_000 });
  let agent = juror.start();
  try {
    await seated(juror, 3);
    expect(await juror.free()).toBe(DEPOSIT);
    const jobId = await disputedJob(world, "honest", { complaint: "wrong" });
    await eventually(async () => (await juror.free()) === 0n, "the deposit is drawn", LIMIT);
    // The secret outlives the process that made it.
    await agent.kill("SIGKILL");
    agent = juror.start();
    await pass(world, RANDOMNESS.commitTime);
    await eventually(async () => (await juror.free()) === DEPOSIT, "the deposit is back", LIMIT);
    await caseIn(world, jobId, "committing");
  } finally {
    await agent.kill("SIGKILL");
  }
});
