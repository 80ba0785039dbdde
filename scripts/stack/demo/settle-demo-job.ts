import { isLive, isSettled } from "@computehive/protocol/job-state";
import { addressOf, type HiveClient } from "@computehive/sdk/hive-client";
import type { BuiltJob } from "@computehive/sdk/job-builder";
import type { JobView } from "@computehive/sdk/jobs/job-view";
import { listJobs } from "@computehive/sdk/jobs/list-jobs";
import { readJob } from "@computehive/sdk/jobs/read-job";
import { formatUnits, type Hex } from "viem";
import { hiveCommand } from "../hive-command.ts";
import { hiveClientOf } from "../market/clients.ts";
import type { Stack } from "../stack.ts";
import { type CheckPorts, checkAndAccept } from "./check-and-accept.ts";
import { exampleJob } from "./example-job.ts";
import { followJob } from "./follow-job.ts";
import { postExample } from "./post-example.ts";

const DOLLAR_DECIMALS = 6;
/** The job itself takes seconds; longer, and something is wrong that a person should look at. */
const PATIENCE_MS = 240_000;

export interface DemoPorts {
  say(line: string): void;
  readonly signal: AbortSignal;
}

export interface DemoResult {
  readonly isSettled: boolean;
  readonly jobId?: Hex;
  /** Asks the chain for the receipt without software of ours. */
  readonly castCall?: string | undefined;
}

/** The buyer's first job, posted once, or continued where an earlier start was cut off. Never throws but when interrupted. */
export async function settleDemoJob(stack: Stack, { say, signal }: DemoPorts): Promise<DemoResult> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  try {
    return await settle(stack, { say, signal: AbortSignal.any([signal, patience]) });
  } catch (error) {
    signal.throwIfAborted();
    const reason = patience.aborted
      ? `it took more than ${PATIENCE_MS / 1_000} s`
      : error instanceof Error
        ? error.message
        : String(error);
    say(`The example job is not settled: ${reason}`);
    return { isSettled: false };
  }
}

async function settle(stack: Stack, ports: DemoPorts): Promise<DemoResult> {
  const { chain, gateway } = stack.file();
  const client = hiveClientOf(stack.accounts.buyer.account, {
    deployment: stack.deployment(),
    rpcUrl: chain.rpcUrl,
    gatewayUrl: gateway.url,
  });
  const jobs = await listJobs(client, { buyer: addressOf(client), signal: ports.signal });
  const settled = jobs.findLast(({ state }) => isSettled(state));
  if (settled) return { isSettled: true, jobId: settled.jobId };
  const built = await exampleJob();
  const begun = jobs.findLast(({ state, terms }) => isLive(state) && terms.manifestHash === built.manifestHash);
  const jobId = begun?.jobId ?? (await post(client, built, ports));
  if (begun) ports.say(`Going on with the example job ${jobId}.`);
  return {
    jobId,
    ...(await carry(client, jobId, built, { ...ports, rpcUrl: chain.rpcUrl, hive: hiveCommand(stack.paths) })),
  };
}

async function post(client: HiveClient, built: BuiltJob, { say, signal }: DemoPorts): Promise<Hex> {
  const jobId = await postExample(client, built, signal);
  say(`The buyer posted an example job, "${built.manifest.title}": ${jobId}`);
  return jobId;
}

async function carry(
  client: HiveClient,
  jobId: Hex,
  built: BuiltJob,
  ports: CheckPorts,
): Promise<Omit<DemoResult, "jobId">> {
  const { say, signal } = ports;
  const submitted = await followJob(client, jobId, ports);
  const castCall = submitted.state === "submitted" ? await checkAndAccept(client, submitted, built, ports) : undefined;
  const job = await readJob(client, jobId, { signal });
  if (isSettled(job.state)) say(describePayment(job));
  else say(`The example job is ${job.state}.`);
  return { isSettled: isSettled(job.state), castCall };
}

function describePayment({ settlement, state, current }: JobView): string {
  const dollars = (amount: bigint | undefined) => formatUnits(amount ?? 0n, DOLLAR_DECIMALS);
  const how =
    state === "settled-cosigned"
      ? "The buyer accepts the receipt instead of waiting for the window"
      : `The job is ${state}`;
  const { units, amount, refund } = settlement ?? {};
  const seconds = (performance.now() / 1_000).toFixed(1);
  return (
    `${how}: ${dollars(amount)} test dollars go to provider ${current?.execution.provider} for ${units} fuel, ` +
    `${dollars(refund)} back to the buyer. Settled ${seconds} s after the start.`
  );
}
