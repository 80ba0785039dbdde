import { randomInt } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { jobMarketAbi } from "@computehive/protocol/contracts";
import { isTerminal } from "@computehive/protocol/job-state";
import type { HiveClient } from "@computehive/sdk/hive-client";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import { readJob } from "@computehive/sdk/jobs/read-job";
import type { Hex } from "viem";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readStackFile } from "../../scripts/stack/folder/stack-json.ts";
import { clientOf, readBooks } from "./support/parties.ts";
import { isAlive, killNow } from "./support/processes.ts";
import { postSmallJob } from "./support/small-jobs.ts";
import { type RunningStack, stackPath, startStack, temporaryFolder } from "./support/stack.ts";
import { until } from "./support/until.ts";

const KILLS = 20;
/** A small job takes about this long from the post to the settlement, so that a kill may hit any of its phases. */
const LONGEST_PAUSE_MS = 4_000;
const VICTIMS = ["agent a", "gateway", "agent b"] as const;
type Victim = (typeof VICTIMS)[number];
type Kills = Record<Victim, number>;

/** Agents and gateway are killed in turn, at random moments, while jobs go through their phases. */
describe(`${KILLS} kills of agents and gateway at random moments`, () => {
  const home = temporaryFolder();
  let stack: RunningStack;
  let buyer: HiveClient;

  beforeAll(async () => {
    stack = await startStack({ folder: home.folder });
    buyer = await clientOf(stack.stackFile, "buyer");
  });

  afterAll(async () => {
    await stack?.stop();
    home.remove();
  });

  test("lose no acknowledged job; each is claimed, submitted and paid once, and the books add up", {
    timeout: 900_000,
  }, async () => {
    const { acknowledged, settled, kills } = await killWhilePosting(stack, buyer);
    const jobs = await Promise.all(acknowledged.map((jobId) => ended(stack, buyer, jobId)));
    const settlements = await settlementsOf(buyer);
    for (const [jobId, amount] of settled)
      expect.soft(settlements.get(jobId), `settled before a kill: ${jobId}`).toEqual([amount]);
    for (const job of jobs) {
      expect.soft(settlements.get(job.jobId), `settlements of ${job.jobId}`).toEqual([job.settlement?.amount]);
      expect.soft(job.state, job.jobId).toBe("settled-silent");
      // Every attempt but the paid one was given back in time or expired; none was submitted twice.
      expect.soft(job.attempts.filter(({ submission }) => submission).length, job.jobId).toBe(1);
    }
    const books = await readBooks(stack.stackFile);
    expect(books.sum).toBe(books.held);
    const attempts = jobs.reduce((sum, job) => sum + job.attempts.length, 0);
    const paid = jobs.reduce((sum, { settlement }) => sum + (settlement?.amount ?? 0n), 0n);
    process.stdout.write(
      `kills: ${VICTIMS.map((victim) => `${kills[victim]} of ${victim}`).join(", ")}; acknowledged: ${jobs.length} jobs, ${settled.size} of them settled before a kill; ` +
        `attempts: ${attempts}; settled once each; paid ${paid}\n`,
    );
  });
});

/** What was written down before each kill. */
interface Campaign {
  readonly acknowledged: readonly Hex[];
  /** Jobs that were settled before a kill, with what was paid. */
  readonly settled: ReadonlyMap<Hex, bigint>;
  readonly kills: Kills;
}

async function killWhilePosting(stack: RunningStack, buyer: HiveClient): Promise<Campaign> {
  const acknowledged: Hex[] = [];
  const settled = new Map<Hex, bigint>();
  const kills: Kills = { "agent a": 0, "agent b": 0, gateway: 0 };
  for (let round = 0; round < KILLS; round++) {
    acknowledged.push((await postWhateverHappens(buyer, `round ${round}`)).jobId);
    await wait(randomInt(LONGEST_PAUSE_MS));
    const victim = VICTIMS[round % VICTIMS.length]!;
    const pid = pidsOf(stack)[victim];
    const before = await settlementsOf(buyer);
    for (const [jobId, amounts] of before) settled.set(jobId, amounts[0]!);
    killNow(pid);
    kills[victim] += 1;
    await until(
      `${victim} runs again`,
      async () => pidsOf(stack)[victim] !== pid && isAlive(pidsOf(stack)[victim]),
      () => stack.output(),
    );
    // Work must go on between the kills: a campaign that lets nothing settle would prove nothing about payments.
    if (round % 2 === 1)
      await until(
        "another job is settled",
        async () => (await settlementsOf(buyer)).size > before.size,
        () => stack.output(),
      );
  }
  return { acknowledged, settled, kills };
}

/** The job when nothing can happen to it any more. */
async function ended(stack: RunningStack, buyer: HiveClient, jobId: Hex): Promise<JobView> {
  const isOver = async () => isTerminal((await readJob(buyer, jobId)).state);
  const facts = async () => `${stack.output()}\n${attemptsOf(await readJob(buyer, jobId))}`;
  // Whoever was killed at the worst moment may leave a job to its expiry, and that to others: two minutes, and then another attempt.
  await until(`${jobId} has ended`, isOver, facts, 6);
  return readJob(buyer, jobId);
}

function attemptsOf({ state, attempts }: JobView): string {
  const lines = attempts.map(({ execution, end, submission }) =>
    [execution.node, `claimed at ${execution.claimedAt}`, submission ? "submitted" : "not submitted", end].join(", "),
  );
  return [`The job is ${state}.`, ...lines].join("\n");
}

/** The gateway may just be down: a buyer's client tries again. Posting is the last step, so nothing is posted twice. */
async function postWhateverHappens(buyer: HiveClient, name: string): Promise<{ jobId: Hex }> {
  let posted: { jobId: Hex } | undefined;
  await until("the job is posted", async () => {
    posted = await postSmallJob(buyer, name).catch(() => undefined);
    return posted !== undefined;
  });
  return posted!;
}

function pidsOf(stack: RunningStack): Record<Victim, number> {
  const file = readStackFile(stackPath(stack));
  if (!file) throw new Error(stack.output());
  const pidOf = (name: string) => file.agents.find((agent) => agent.name === name)!.pid;
  return { "agent a": pidOf("a"), "agent b": pidOf("b"), gateway: file.gateway.pid };
}

/** What was paid for each settled job, one amount for each settlement that the chain knows. */
async function settlementsOf({ publicClient, deployment }: HiveClient): Promise<Map<Hex, bigint[]>> {
  const events = await publicClient.getContractEvents({
    address: deployment.contracts.market,
    abi: jobMarketAbi,
    eventName: "ExecutionSettled",
    fromBlock: 0n,
    strict: true,
  });
  const amounts = new Map<Hex, bigint[]>();
  for (const { args } of events) amounts.set(args.jobId, [...(amounts.get(args.jobId) ?? []), args.amount]);
  return amounts;
}
