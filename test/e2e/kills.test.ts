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

/** Both agents and the gateway are killed again and again, at random moments, while jobs go through their phases. */
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
    timeout: 600_000,
  }, async () => {
    const { acknowledged, kills } = await killWhilePosting(stack, buyer);
    const jobs = await Promise.all(acknowledged.map((jobId) => ended(stack, buyer, jobId)));
    const settlements = await countSettlements(buyer);
    for (const job of jobs) {
      expect.soft(settlements.get(job.jobId), `settlements of ${job.jobId}`).toBe(1);
      expect.soft(job.state, job.jobId).toBe("settled-silent");
      // Every attempt but the paid one was given back in time or expired; none was submitted twice.
      expect.soft(job.attempts.filter(({ submission }) => submission).length, job.jobId).toBe(1);
    }
    const books = await readBooks(stack.stackFile);
    expect(books.sum).toBe(books.held);
    const attempts = jobs.reduce((sum, job) => sum + job.attempts.length, 0);
    const paid = jobs.reduce((sum, { settlement }) => sum + (settlement?.amount ?? 0n), 0n);
    process.stdout.write(
      `kills: ${kills.agents} of agents, ${kills.gateway} of the gateway; acknowledged: ${jobs.length} jobs; ` +
        `attempts: ${attempts}; settled once each; paid ${paid}\n`,
    );
  });
});

async function killWhilePosting(
  stack: RunningStack,
  buyer: HiveClient,
): Promise<{ acknowledged: Hex[]; kills: { agents: number; gateway: number } }> {
  const acknowledged: Hex[] = [];
  const kills = { agents: 0, gateway: 0 };
  for (let round = 0; round < KILLS; round++) {
    acknowledged.push((await postWhateverHappens(buyer, `round ${round}`)).jobId);
    await wait(randomInt(LONGEST_PAUSE_MS));
    const { agents, gateway } = processesOf(stack);
    const victim = round % 5 === 4 ? "gateway" : "agents";
    const pids = victim === "gateway" ? [gateway] : agents;
    for (const pid of pids) killNow(pid);
    kills[victim] += pids.length;
    await until(
      "everything runs again",
      async () => allRun(stack, pids),
      () => stack.output(),
    );
  }
  return { acknowledged, kills };
}

/** The job when nothing can happen to it any more. */
async function ended(stack: RunningStack, buyer: HiveClient, jobId: Hex): Promise<JobView> {
  const isOver = async () => isTerminal((await readJob(buyer, jobId)).state);
  await until(`${jobId} has ended`, isOver, () => stack.output());
  return readJob(buyer, jobId);
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

function processesOf(stack: RunningStack): { agents: number[]; gateway: number } {
  const file = readStackFile(stackPath(stack));
  if (!file) throw new Error(stack.output());
  return { agents: file.agents.map(({ pid }) => pid), gateway: file.gateway.pid };
}

/** New processes are up, and the stack file names them. */
function allRun(stack: RunningStack, killed: readonly number[]): boolean {
  const { agents, gateway } = processesOf(stack);
  return [...agents, gateway].every((pid) => !killed.includes(pid) && isAlive(pid));
}

async function countSettlements({ publicClient, deployment }: HiveClient): Promise<Map<Hex, number>> {
  const events = await publicClient.getContractEvents({
    address: deployment.contracts.market,
    abi: jobMarketAbi,
    eventName: "ExecutionSettled",
    fromBlock: 0n,
    strict: true,
  });
  const counts = new Map<Hex, number>();
  for (const { args } of events) counts.set(args.jobId, (counts.get(args.jobId) ?? 0) + 1);
  return counts;
}
