import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { jobMarketAbi, stakingAbi } from "@computehive/protocol/contracts";
import {
  decodeFunctionData,
  encodeAbiParameters,
  encodeEventTopics,
  encodeFunctionResult,
  type Hex,
  toHex,
  zeroAddress,
  zeroHash,
} from "viem";
import type { Claim, PostedOrder } from "../chain.ts";
import { createFakeChain, type FakeChain } from "./fake-chain.ts";
import { CHAIN_ID, DEPLOYMENT } from "./samples.ts";

export interface FakeRpc {
  readonly url: string;
  readonly chain: FakeChain;
  /** Lets `claim`, made on `chain`, be seen by those who ask for events. */
  publish(claim: Claim & PostedOrder): void;
  chainId: number;
  genesisHash: Hex;
  /** Number of the newest block. */
  head: number;
  /** Ranges of the log queries that came. */
  readonly ranges: { from: number; to: number }[];
  [Symbol.asyncDispose](): Promise<void>;
}

interface Call {
  readonly id: number;
  readonly method: string;
  readonly params: readonly [Record<string, unknown> & string, unknown];
}

const JOB_CLAIMED = jobMarketAbi.find((item) => item.type === "event" && item.name === "JobClaimed") as Extract<
  (typeof jobMarketAbi)[number],
  { name: "JobClaimed" }
>;
const JOB_POSTED = jobMarketAbi.find((item) => item.type === "event" && item.name === "JobPosted") as Extract<
  (typeof jobMarketAbi)[number],
  { name: "JobPosted" }
>;

/** JSON-RPC over HTTP with just what the gateway asks, answered from a fake chain. */
export async function startFakeRpc(): Promise<FakeRpc> {
  const chain = createFakeChain();
  const logs: { blockNumber: number; topics: readonly Hex[]; data: Hex; blockHash: Hex }[] = [];

  const answers: Record<string, (params: Call["params"]) => unknown> = {
    eth_chainId: () => toHex(rpc.chainId),
    eth_blockNumber: () => toHex(rpc.head),
    eth_getBlockByNumber: async ([number]) => {
      const hash = Number(number) === 0 ? rpc.genesisHash : await chain.blockHashAt(BigInt(number));
      return hash ? { hash, number, parentHash: zeroHash, transactions: [], timestamp: "0x1" } : null;
    },
    eth_getLogs: ([filter]) => {
      const { fromBlock, toBlock, topics } = filter as unknown as {
        fromBlock: Hex;
        toBlock: Hex;
        topics: (Hex | null)[];
      };
      rpc.ranges.push({ from: Number(fromBlock), to: Number(toBlock) });
      return logs
        .filter((log) => log.blockNumber >= Number(fromBlock) && log.blockNumber <= Number(toBlock))
        .filter((log) => topics.every((topic, i) => topic === null || topic === log.topics[i]))
        .map((log) => ({
          ...log,
          blockNumber: toHex(log.blockNumber),
          address: DEPLOYMENT.contracts.market,
          logIndex: "0x0",
          transactionHash: zeroHash,
          transactionIndex: "0x0",
          removed: false,
        }));
    },
    eth_call: async ([call]) => {
      const { args } = decodeFunctionData({ abi: stakingAbi, data: (call as unknown as { data: Hex }).data });
      const provider = await chain.providerOf((args as readonly [Hex])[0]);
      const result = { provider: provider ?? zeroAddress, payee: zeroAddress, paused: false, retired: false };
      return encodeFunctionResult({ abi: stakingAbi, functionName: "nodeOf", result });
    },
  };

  const server = createServer(async (request, response) => {
    const { id, method, params } = (await json(request)) as Call;
    const result = await answers[method]?.(params);
    response.setHeader("content-type", "application/json").end(JSON.stringify({ jsonrpc: "2.0", id, result }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  const rpc: FakeRpc = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    chain,
    chainId: CHAIN_ID,
    genesisHash: DEPLOYMENT.genesisHash,
    head: 1,
    ranges: [],
    publish(claim) {
      const at = { blockNumber: Number(claim.blockNumber), blockHash: claim.blockHash };
      const claimed = { jobId: claim.jobId, executionId: claim.executionId, node: claim.node };
      const posted = { jobId: claim.jobId, buyer: claim.order.buyer, resourceClass: claim.terms.resourceClass };
      logs.push({
        ...at,
        topics: encodeEventTopics({ abi: [JOB_CLAIMED], args: claimed }) as Hex[],
        data: dataOf(JOB_CLAIMED.inputs, [0, claim.provider, claim.provider, 1n, 1]),
      });
      logs.push({
        ...at,
        topics: encodeEventTopics({ abi: [JOB_POSTED], args: posted }) as Hex[],
        data: dataOf(JOB_POSTED.inputs, [claim.order, claim.terms]),
      });
      rpc.head = Math.max(rpc.head, at.blockNumber);
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return rpc;
}

type Inputs = (typeof JOB_CLAIMED)["inputs"] | (typeof JOB_POSTED)["inputs"];

function dataOf(inputs: Inputs, values: readonly unknown[]): Hex {
  return encodeAbiParameters(
    inputs.filter((input) => !("indexed" in input && input.indexed)),
    values,
  );
}
