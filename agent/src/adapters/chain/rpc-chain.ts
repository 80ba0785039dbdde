import { arbiterAbi, type Deployment, escrowAbi, jobMarketAbi, stakingAbi } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { readAllLogs } from "@computehive/sdk/chain-logs";
import { decodeMarketLogs } from "@computehive/sdk/jobs/job-events";
import { withSignedOrders } from "@computehive/sdk/jobs/signed-orders";
import { isTransientRpcError } from "@computehive/sdk/rpc-errors";
import {
  BaseError,
  type Block,
  decodeErrorResult,
  type Hex,
  isHex,
  type PublicClient,
  TransactionReceiptNotFoundError,
} from "viem";
import type { BlockRef } from "../../book/block-ref.ts";
import type { BookEvent } from "../../book/events.ts";
import type { DutyChain } from "../../duty/chain-port.ts";
import type { BroadcastResult, Estimate } from "../../money/chain-port.ts";

const ERRORS = [...jobMarketAbi, ...stakingAbi, ...escrowAbi, ...arbiterAbi].filter(({ type }) => type === "error");

/** The chain through one JSON-RPC endpoint. */
export function createRpcChain({ client, deployment }: { client: PublicClient; deployment: Deployment }): DutyChain {
  const { market, offers, staking } = deployment.contracts;

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
      const logs = await withSignedOrders(sources, decodeMarketLogs(await readAllLogs(client, query)));
      const times = new Map<bigint, bigint>();
      const events: BookEvent[] = [];
      for (const log of logs) {
        const { blockNumber, blockHash, logIndex } = log;
        const time = times.get(blockNumber) ?? log.blockTimestamp ?? (await client.getBlock({ blockNumber })).timestamp;
        times.set(blockNumber, BigInt(time));
        const jobId = "jobId" in log.args ? log.args.jobId : undefined;
        events.push({ blockNumber, blockHash, blockTime: BigInt(time), logIndex, ...(jobId ? { jobId } : {}), log });
      }
      return events;
    },
    transactionCount: (address) => client.getTransactionCount({ address, blockTag: "latest" }),
    async fees() {
      const { maxFeePerGas, maxPriorityFeePerGas } = await client.estimateFeesPerGas();
      return { maxFeePerGas, maxPriorityFeePerGas };
    },
    async estimate({ from, to, data }, on) {
      try {
        return { kind: "possible", gas: await client.estimateGas({ account: from, to, data, blockTag: on }) };
      } catch (error) {
        return refusalOf(error);
      }
    },
    async broadcast(raw) {
      try {
        await client.request({ method: "eth_sendRawTransaction", params: [raw] }, { retryCount: 0 });
        return { kind: "accepted" };
      } catch (error) {
        return broadcastResultOf(error);
      }
    },
    async receipt(hash) {
      try {
        const receipt = await client.getTransactionReceipt({ hash });
        return {
          block: { number: receipt.blockNumber, hash: receipt.blockHash },
          succeeded: receipt.status === "success",
          cost: receipt.gasUsed * receipt.effectiveGasPrice,
        };
      } catch (error) {
        if (error instanceof TransactionReceiptNotFoundError) return undefined;
        throw error;
      }
    },
    headNumber: async () => (await client.getBlock({ blockTag: "latest" })).number,
    balance: (address) => client.getBalance({ address }),
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
  };
}

function toRef({ number, hash, timestamp }: Pick<Block, "number" | "hash" | "timestamp">): BlockRef {
  if (number === null || hash === null) throw new BlockPendingError();
  return { number, hash, timestamp };
}

function hashOf({ hash }: Pick<Block, "hash">): Hex {
  if (hash === null) throw new BlockPendingError();
  return hash;
}

/** A call that the chain refuses is an answer; a chain that does not answer is an error. */
function refusalOf(error: unknown): Estimate {
  if (!(error instanceof BaseError) || isTransientRpcError(error)) throw error;
  const data = revertDataOf(error);
  const message = error.shortMessage.split("\n")[0]!;
  if (data) return { kind: "impossible", error: errorName(data), message };
  if (/insufficient funds|exceeds the balance/i.test(error.message))
    return { kind: "impossible", error: "insufficient-funds", message };
  if (/revert/i.test(error.message)) return { kind: "impossible", error: "reverted", message };
  throw error;
}

function revertDataOf(error: BaseError): Hex | undefined {
  const found = error.walk(
    (cause) => typeof cause === "object" && cause !== null && "data" in cause && isRevert(cause.data),
  );
  return found && "data" in found && isRevert(found.data) ? found.data : undefined;
}

function isRevert(data: unknown): data is Hex {
  return isHex(data) && data.length >= 10;
}

function errorName(data: Hex): string {
  try {
    return decodeErrorResult({ abi: ERRORS, data }).errorName;
  } catch {
    return data.slice(0, 10);
  }
}

function broadcastResultOf(error: unknown): BroadcastResult {
  if (!(error instanceof BaseError) || isTransientRpcError(error)) throw error;
  const { message } = error;
  if (/already (known|imported)|known transaction/i.test(message)) return { kind: "accepted" };
  if (/nonce too low|nonce.*(lower|used)/i.test(message)) return { kind: "nonceUsed" };
  return { kind: "refused", message: error.details || error.shortMessage };
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
