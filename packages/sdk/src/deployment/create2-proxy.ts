import { ComputeHiveError } from "@computehive/protocol/error";
import type { Address, Hex, PublicClient } from "viem";
import type { Send } from "./sender.ts";

/** The deterministic deployment proxy, at the same address on most chains. Deploys calldata after its first 32 bytes, the salt. */
export const CREATE2_PROXY: Address = "0x4e59b44847b379578588920cA78FbF26c0B4956C";
const PROXY_CODE: Hex =
  "0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3";

/** The one transaction of an account whose key nobody has: its signature was made up. Its price and gas are part of it. */
export const MAKER: Address = "0x3fAB184622Dc19b6109349B94811493BF2a45362";
export const MAKER_TRANSACTION: Hex =
  "0xf8a58085174876e800830186a08080b853604580600e600039806000f350fe7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf31ba02222222222222222222222222222222222222222222222222222222222222222a02222222222222222222222222222222222222222222222222222222222222222";
const MAKER_COST = 100_000n * 100_000_000_000n;
const POLL_MS = 500;

/**
 * Makes sure that the chain has the deterministic deployment proxy: pays its maker what it lacks, and sends its transaction.
 *
 * @throws Create2ProxyError where the chain has something else there, or refuses the transaction.
 */
export async function ensureCreate2Proxy(publicClient: PublicClient, send: Send): Promise<void> {
  const found = await publicClient.getCode({ address: CREATE2_PROXY });
  if (found === PROXY_CODE) return;
  if (found) throw new Create2ProxyError({ reason: `Other code lies at ${CREATE2_PROXY}.` });
  const balance = await publicClient.getBalance({ address: MAKER });
  if (balance < MAKER_COST) await send({ to: MAKER, value: MAKER_COST - balance });
  try {
    const hash = await publicClient.sendRawTransaction({ serializedTransaction: MAKER_TRANSACTION });
    await publicClient.waitForTransactionReceipt({ hash, pollingInterval: POLL_MS });
  } catch (cause) {
    // Somebody else may have been faster.
    if ((await publicClient.getCode({ address: CREATE2_PROXY })) === PROXY_CODE) return;
    throw new Create2ProxyError({
      reason:
        "It refuses the transaction that makes the proxy, or leaves it out: its price is fixed, and it names no chain.",
      cause,
    });
  }
  if ((await publicClient.getCode({ address: CREATE2_PROXY })) === PROXY_CODE) return;
  throw new Create2ProxyError({
    reason: "The transaction that makes the proxy failed: gas costs other than elsewhere.",
  });
}

export class Create2ProxyError extends ComputeHiveError {
  override readonly name = "Create2ProxyError";
  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super("This chain has no deterministic deployment proxy, so that addresses would not be those of other chains.", {
      metaMessages: [reason, `Ask the chain's operators to put the proxy at ${CREATE2_PROXY}, then deploy again.`],
      cause,
    });
  }
}
