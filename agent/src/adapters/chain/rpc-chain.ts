import { type Deployment, juryAbi, stakingAbi } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { readAllLogs } from "@computehive/sdk/chain-logs";
import { decodeMarketLogs, type MarketLog } from "@computehive/sdk/jobs/job-events";
import { withSignedOrders } from "@computehive/sdk/jobs/signed-orders";
import { createRpcSenderChain } from "@computehive/sdk/sending/rpc-sender-chain";
import type { Block, Hex, PublicClient } from "viem";
import type { BlockRef } from "../../book/block-ref.ts";
import type { BookEvent } from "../../book/events.ts";
import type { DutyChain } from "../../duty/chain-port.ts";
import type { JurorLog } from "../../juror/chain-port.ts";

/** The chain through one JSON-RPC endpoint. */
export function createRpcChain({ client, deployment }: { client: PublicClient; deployment: Deployment }): DutyChain {
  const { market, offers, staking, jury } = deployment.contracts;

  return {
    async genesisHash() {
      return hashOf(await client.getBlock({ blockNumber: 0n }));
    },
    head: async () => toRef(await client.getBlock({ blockTag: "latest" })),
    async blockAt(number) {
      try {
        return toRef(await client.getBlock({ blockNumber: number }));
      } catch (error) {
        if (isNamed(error, "BlockNotFoundError")) return undefined;
        throw error;
      }
    },
    async events(fromBlock, toBlock, signal) {
      const query = { address: [market, offers], fromBlock, toBlock, signal };
      const sources = { publicClient: client, chainId: deployment.chainId, signal };
      return placed(client, await withSignedOrders(sources, decodeMarketLogs(await readAllLogs(client, query))));
    },
    ...createRpcSenderChain(client),
    async standing(node) {
      const { provider, payee, paused, retired } = await client.readContract({
        address: staking,
        abi: stakingAbi,
        functionName: "nodeOf",
        args: [node],
      });
      const stake = await client.readContract({
        address: staking,
        abi: stakingAbi,
        functionName: "providerOf",
        args: [provider],
      });
      return {
        provider,
        payee,
        mayClaim: BigInt(provider) !== 0n && !paused && !retired,
        freeStake: stake.active - stake.exposure,
      };
    },
    async jurySeats() {
      if (!jury) return 0n;
      return client.readContract({ address: jury, abi: juryAbi, functionName: "seasonedSeats" });
    },
  };
}

/** Logs with the time of their blocks, from the logs themselves where the endpoint sends it along. */
export async function placed<log extends JurorLog | MarketLog>(
  client: PublicClient,
  logs: readonly log[],
): Promise<BookEvent<log>[]> {
  const times = new Map<bigint, bigint>();
  const events: BookEvent<log>[] = [];
  for (const log of logs) {
    const { blockNumber, blockHash, logIndex } = log;
    const time = times.get(blockNumber) ?? log.blockTimestamp ?? (await client.getBlock({ blockNumber })).timestamp;
    times.set(blockNumber, BigInt(time));
    const jobId = "jobId" in log.args ? log.args.jobId : undefined;
    events.push({ blockNumber, blockHash, blockTime: BigInt(time), logIndex, ...(jobId ? { jobId } : {}), log });
  }
  return events;
}

function toRef({ number, hash, timestamp }: Pick<Block, "number" | "hash" | "timestamp">): BlockRef {
  if (number === null || hash === null) throw new BlockPendingError();
  return { number, hash, timestamp };
}

function hashOf({ hash }: Pick<Block, "hash">): Hex {
  if (hash === null) throw new BlockPendingError();
  return hash;
}

function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

class BlockPendingError extends ComputeHiveError {
  override readonly name = "BlockPendingError";
  constructor() {
    super("The endpoint answered with a block that is not part of the chain yet.");
  }
}
