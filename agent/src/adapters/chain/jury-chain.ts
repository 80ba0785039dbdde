import { type Deployment, escrowAbi, jobMarketAbi } from "@computehive/protocol/contracts";
import { readAllLogs } from "@computehive/sdk/chain-logs";
import { createHiveClient } from "@computehive/sdk/hive-client";
import { decodeMarketLogs } from "@computehive/sdk/jobs/job-events";
import { JobOrderHiddenError, readJob } from "@computehive/sdk/jobs/read-job";
import { isDisputed } from "@computehive/sdk/jury/is-disputed";
import { decodeJuryLogs } from "@computehive/sdk/jury/jury-logs";
import { juryOf } from "@computehive/sdk/jury/jury-requests";
import { readCase, readChair } from "@computehive/sdk/jury/read-case";
import { headerOf, readSeed } from "@computehive/sdk/randomness/header-seed";
import { readSecretRound } from "@computehive/sdk/randomness/secret-seed";
import { type Address, encodeEventTopics, type PublicClient } from "viem";
import type { JurorChain, JurorLog } from "../../juror/chain-port.ts";
import { createRpcChain, placed } from "./rpc-chain.ts";

const DISPUTED = encodeEventTopics({ abi: jobMarketAbi, eventName: "ExecutionDisputed" })[0];

export interface JuryChainOptions {
  readonly client: PublicClient;
  readonly deployment: Deployment;
  readonly account: Address;
}

/** The chain as a juror sees it, through one JSON-RPC endpoint. */
export function createJuryChain({ client, deployment, account }: JuryChainOptions): JurorChain {
  const { market, escrow, token } = deployment.contracts;
  const jury = juryOf(deployment);
  const hive = createHiveClient({ deployment, publicClient: client });

  return {
    ...createRpcChain({ client, deployment }),
    async events(fromBlock, toBlock, signal) {
      const range = { fromBlock, toBlock, signal };
      const [ofJury, disputes] = await Promise.all([
        readAllLogs(client, { address: jury, ...range }),
        readAllLogs(client, { address: market, topics: [DISPUTED], ...range }),
      ]);
      const logs: JurorLog[] = [
        ...decodeJuryLogs(ofJury),
        ...decodeMarketLogs(disputes).filter((log) => log.eventName === "ExecutionDisputed"),
      ];
      return placed(client, logs.sort(inOrder));
    },
    caseOf: (jobId) => readCase(hive, jobId),
    chairOf: (jobId, chair) => readChair(hive, jobId, chair),
    isDisputed: (jobId) => isDisputed(hive, jobId),
    async job(jobId, signal) {
      try {
        return await readJob(hive, jobId, { signal });
      } catch (error) {
        if (error instanceof JobOrderHiddenError) return undefined;
        throw error;
      }
    },
    seedOf: (ticket) => readSeed(hive, ticket),
    headerOf: (ticket) => headerOf(client, ticket),
    secretRoundOf: (ticket) => readSecretRound(hive, ticket),
    async epoch() {
      const args = [account, token] as const;
      return (await client.readContract({ address: escrow, abi: escrowAbi, functionName: "accountOf", args })).epoch;
    },
  };
}

function inOrder(a: JurorLog, b: JurorLog): number {
  return a.blockNumber === b.blockNumber ? a.logIndex - b.logIndex : a.blockNumber < b.blockNumber ? -1 : 1;
}
