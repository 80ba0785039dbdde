import { jobMarketAbi } from "@computehive/protocol/contracts";
import { isSettled, type JobState, jobStateOf } from "@computehive/protocol/job-state";
import { type Address, encodeEventTopics, type Hex, isAddressEqual, pad, parseEventLogs } from "viem";
import { readAllLogs } from "./chain-logs.ts";
import type { HiveClient } from "./hive-client.ts";
import { type EventPlace, placeOf } from "./jobs/job-events.ts";
import { listNodes } from "./nodes/nodes.ts";

/** One execution that was paid, or refused. */
export interface EarningView {
  readonly jobId: Hex;
  readonly executionId: Hex;
  readonly node: Address;
  readonly payee: Address;
  readonly state: JobState;
  readonly units: bigint;
  /** What the payee got, in the token's smallest unit. */
  readonly amount: bigint;
  readonly settled: EventPlace;
}

export interface EarningsView {
  readonly provider: Address;
  /** Oldest first; those that were refunded are in it with amount 0. */
  readonly earnings: readonly EarningView[];
  /** Sum of the amounts. */
  readonly total: bigint;
  readonly settledCount: number;
  /** Executions that expired, and the stake that their silence burned. */
  readonly expiredCount: number;
  readonly penalties: bigint;
}

/** What the nodes of a provider earned, from the market's events. */
export async function readEarnings(
  client: HiveClient,
  { provider, fromBlock, signal }: { provider: Address; fromBlock?: bigint; signal?: AbortSignal },
): Promise<EarningsView> {
  const nodes = (await listNodes(client, { provider, signal })).map(({ node }) => node);
  if (nodes.length === 0) return { provider, earnings: [], total: 0n, settledCount: 0, expiredCount: 0, penalties: 0n };
  const events = await eventsOfNodes(client, nodes, { fromBlock, signal });
  const payees = new Map<Hex, Address>();
  const earnings: EarningView[] = [];
  let expiredCount = 0;
  let penalties = 0n;
  for (const event of events) {
    if (event.eventName === "JobClaimed" && isAddressEqual(event.args.provider, provider)) {
      payees.set(event.args.executionId, event.args.payee);
    }
    if (event.eventName === "ExecutionExpired") {
      expiredCount++;
      penalties += event.args.penalty;
    }
    if (event.eventName === "ExecutionSettled") {
      const { jobId, executionId, node, state, units, amount } = event.args;
      const payee = payees.get(executionId);
      if (payee)
        earnings.push({
          jobId,
          executionId,
          node,
          payee,
          state: jobStateOf(state),
          units,
          amount,
          settled: placeOf(event),
        });
    }
  }
  const total = earnings.reduce((sum, { amount }) => sum + amount, 0n);
  const settledCount = earnings.filter(({ state }) => isSettled(state)).length;
  return { provider, earnings, total, settledCount, expiredCount, penalties };
}

const EVENTS = ["JobClaimed", "ExecutionExpired", "ExecutionSettled"] as const;

/** The three events have the node as their third topic. */
async function eventsOfNodes(
  { publicClient, deployment }: HiveClient,
  nodes: readonly Address[],
  { fromBlock, signal }: { fromBlock: bigint | undefined; signal: AbortSignal | undefined },
) {
  const names = EVENTS.map((eventName) => encodeEventTopics({ abi: jobMarketAbi, eventName })[0]);
  const logs = await readAllLogs(publicClient, {
    address: deployment.contracts.market,
    topics: [names, null, null, nodes.map((node) => pad(node))],
    fromBlock: fromBlock ?? BigInt(deployment.blockNumber),
    toBlock: await publicClient.getBlockNumber(),
    signal,
  });
  return parseEventLogs({ abi: jobMarketAbi, eventName: [...EVENTS], logs });
}
