import { contractErrorOf, explainContractError } from "@computehive/protocol/contract-errors";
import { BaseError, type Hex, isHex, type PublicClient, TransactionReceiptNotFoundError } from "viem";
import { isTransientRpcError } from "../rpc-errors.ts";
import type { BroadcastResult, Estimate, SenderChain } from "./sender-chain.ts";

/** Sends and follows transactions through one JSON-RPC endpoint. */
export function createRpcSenderChain(client: PublicClient): SenderChain {
  return {
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
  };
}

/** A call that the chain refuses is an answer; a chain that does not answer is an error. */
function refusalOf(error: unknown): Estimate {
  if (!(error instanceof BaseError) || isTransientRpcError(error)) throw error;
  const data = revertDataOf(error);
  const message = explainContractError(error) ?? error.shortMessage.split("\n")[0]!;
  if (data) return { kind: "impossible", error: contractErrorOf(error)?.name ?? data.slice(0, 10), message };
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

function broadcastResultOf(error: unknown): BroadcastResult {
  if (!(error instanceof BaseError) || isTransientRpcError(error)) throw error;
  const { message } = error;
  if (/already (known|imported)|known transaction/i.test(message)) return { kind: "accepted" };
  if (/nonce too low|nonce.*(lower|used)/i.test(message)) return { kind: "nonceUsed" };
  return { kind: "refused", message: error.details || error.shortMessage };
}
