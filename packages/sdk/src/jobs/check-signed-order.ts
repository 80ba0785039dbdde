import { type Deployment, escrowAbi, jobMarketAbi } from "@computehive/protocol/contracts";
import { jobIdOf } from "@computehive/protocol/order";
import { FUNDINGS } from "@computehive/protocol/order-choices";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import { tokenAbi } from "@computehive/protocol/token-abi";
import { authorizationNonceOf, PERMIT2_ADDRESS } from "@computehive/protocol/wallet-funding";
import { isAddressEqual, type PublicClient, parseAbi } from "viem";
import { createHiveClient } from "../hive-client.ts";
import { readTokenCapabilities } from "../token-capabilities.ts";
import { orderToSign } from "./signed-job.ts";

/** Why a node could not claim a signed order now. */
export interface SignedOrderFault {
  /** Path of what is wrong. */
  readonly field: string;
  readonly rule: string;
}

/**
 * Asks the chain what `claimSigned` would ask of the buyer: that the order is new, signed, and covered by account or wallet. Nothing if
 * a node could claim it at this moment.
 */
export async function whyNotClaimable(
  publicClient: PublicClient,
  deployment: Deployment,
  claim: SignedClaim,
): Promise<SignedOrderFault | undefined> {
  const { order, terms, signature } = claim;
  const { market, token } = deployment.contracts;
  if (!isAddressEqual(order.token, token)) return { field: "order.token", rule: `the market's token, ${token}` };
  const client = createHiveClient({ deployment, publicClient });
  const source = FUNDINGS[order.funding];
  if (source === "authorization" || source === "permit2") {
    const isKnown = (await readTokenCapabilities(publicClient, token))[source];
    if (!isKnown) return { field: "order.funding", rule: "a payment by signature that this token knows" };
  } else if (source !== "account") {
    return { field: "order.funding", rule: `below ${FUNDINGS.length}` };
  }
  const jobId = jobIdOf(client.marketDomain, order, terms);
  const { state } = await publicClient.readContract({
    address: market,
    abi: jobMarketAbi,
    functionName: "jobOf",
    args: [jobId],
  });
  if (state !== 0)
    return { field: "order.salt", rule: "an order that was neither claimed, posted nor cancelled before" };
  const typedData = await orderToSign(client, { order, terms });
  const isSigned = await publicClient.verifyTypedData({ address: order.buyer, signature, ...typedData } as never);
  if (!isSigned) return { field: "signature", rule: "the buyer's signature of exactly this order, by its funding" };
  return source === "account"
    ? accountFault(publicClient, deployment, claim)
    : walletFault(publicClient, deployment, claim, jobId);
}

async function accountFault(
  publicClient: PublicClient,
  { contracts }: Deployment,
  { order }: SignedClaim,
): Promise<SignedOrderFault | undefined> {
  const { escrow, market, token } = contracts;
  const inEscrow = { address: escrow, abi: escrowAbi } as const;
  const [account, allowance, block] = await Promise.all([
    publicClient.readContract({ ...inEscrow, functionName: "accountOf", args: [order.buyer, token] }),
    publicClient.readContract({ ...inEscrow, functionName: "allowanceOf", args: [order.buyer, market, token] }),
    publicClient.getBlock(),
  ]);
  const amount = order.maxPay + order.bond;
  if (account.epoch !== order.epoch) return { field: "order.epoch", rule: `the account's epoch, ${account.epoch}` };
  if (account.free < amount)
    return { field: "order.maxPay", rule: `covered by the account, which holds ${account.free}` };
  if (allowance.cap < amount || BigInt(allowance.expiry) < block.timestamp) {
    return { field: "order.buyer", rule: "an account that lets the market draw this sum" };
  }
  return undefined;
}

async function walletFault(
  publicClient: PublicClient,
  { contracts }: Deployment,
  { order }: SignedClaim,
  jobId: `0x${string}`,
): Promise<SignedOrderFault | undefined> {
  const inToken = { address: contracts.token, abi: tokenAbi } as const;
  const amount = order.maxPay + order.bond;
  const balance = await publicClient.readContract({ ...inToken, functionName: "balanceOf", args: [order.buyer] });
  if (balance < amount) return { field: "order.maxPay", rule: `covered by the wallet, which holds ${balance}` };
  if (FUNDINGS[order.funding] === "permit2") {
    const args = [order.buyer, PERMIT2_ADDRESS] as const;
    const approved = await publicClient.readContract({ ...inToken, functionName: "allowance", args });
    if (approved < amount) return { field: "order.funding", rule: "a wallet that approved Permit2 for this token" };
    return (await isPermit2NonceUsed(publicClient, order.buyer, BigInt(jobId)))
      ? { field: "signature", rule: "a Permit2 transfer that was neither used nor cancelled" }
      : undefined;
  }
  const nonce = authorizationNonceOf({ operator: contracts.market, intent: jobId });
  const isUsed = await publicClient.readContract({
    ...inToken,
    functionName: "authorizationState",
    args: [order.buyer, nonce],
  });
  return isUsed ? { field: "signature", rule: "an authorization that was neither used nor cancelled" } : undefined;
}

const permit2Abi = parseAbi(["function nonceBitmap(address owner, uint256 word) view returns (uint256)"]);

/** Permit2 keeps one bit a nonce: the word is the nonce without its last byte, which counts the bit. */
async function isPermit2NonceUsed(publicClient: PublicClient, owner: `0x${string}`, nonce: bigint): Promise<boolean> {
  const bitmap = await publicClient.readContract({
    address: PERMIT2_ADDRESS,
    abi: permit2Abi,
    functionName: "nonceBitmap",
    args: [owner, nonce >> 8n],
  });
  return ((bitmap >> (nonce & 255n)) & 1n) === 1n;
}
