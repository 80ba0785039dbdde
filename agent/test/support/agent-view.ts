import { join } from "node:path";
import type { Hex } from "viem";
import type { AgentStatus } from "../../src/health/status.ts";
import type { ExecutionRow, TransactionRow } from "../../src/ledger/ledger.ts";
import { readLedger } from "./ledger-view.ts";
import { eventually, type Running } from "./processes.ts";
import type { World } from "./world.ts";

/** What a running agent says of itself. */
export function healthOf(agent: Running): Promise<AgentStatus> {
  return eventually(async () => {
    const url = /"health":"([^"]+)"/.exec(agent.output())?.[1];
    return url === undefined ? undefined : ((await (await fetch(`${url}/health`)).json()) as AgentStatus);
  }, "the agent says how it is");
}

/** Ends when the agent has done all that follows from the chain as it is now. */
export async function hasCaughtUp(agent: Running, world: World): Promise<void> {
  let block = await world.publicClient.getBlockNumber({ cacheTime: 0 });
  // A head is known before what follows from it is done; a later one only after that.
  for (let looks = 0; looks < 2; looks++) {
    block = await eventually(async () => {
      const number = BigInt((await healthOf(agent)).chain.headNumber ?? 0);
      return number > block && number;
    }, `the agent has seen the block after ${block}`);
  }
}

/** The execution of a job in the ledger of `name`. */
export function rowOf(world: World, name: string, jobId: Hex): ExecutionRow | undefined {
  return readLedger(join(world.folder, name)).executions.find((row) => row.jobId === jobId);
}

/** What the agent sent for a job after its claim, oldest first. */
export function sentFor(world: World, name: string, jobId: Hex): TransactionRow[] {
  const { executions, transactions } = readLedger(join(world.folder, name));
  const subject = executions.find((row) => row.jobId === jobId)?.executionId;
  return transactions.filter((row) => row.subject === subject && row.action !== "claim");
}
