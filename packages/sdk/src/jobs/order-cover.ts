import { type Deployment, escrowAbi } from "@computehive/protocol/contracts";
import { FUNDINGS } from "@computehive/protocol/order-choices";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import { tokenAbi } from "@computehive/protocol/token-abi";
import { authorizationNonceOf, PERMIT2_ADDRESS } from "@computehive/protocol/wallet-funding";
import { type Hex, type PublicClient, parseAbi } from "viem";
import type { SignedOrderFault } from "./order-rules.ts";

/** Whether the order's money would do for others of the same buyer too, which move `besides` from the same place. */
export async function coverFault(
  publicClient: PublicClient,
  { contracts }: Deployment,
  { order }: SignedClaim,
  besides: bigint,
): Promise<SignedOrderFault | undefined> {
  if (besides === 0n) return undefined;
  const needed = order.maxPay + order.bond + besides;
  return FUNDINGS[order.funding] === "account"
    ? accountCover(publicClient, contracts, order.buyer, needed)
    : walletCover(publicClient, contracts, order, needed);
}

type Contracts = Deployment["contracts"];

async function accountCover(
  publicClient: PublicClient,
  { escrow, market, token }: Contracts,
  buyer: Hex,
  needed: bigint,
): Promise<SignedOrderFault | undefined> {
  const inEscrow = { address: escrow, abi: escrowAbi } as const;
  const [{ free }, { cap }] = await Promise.all([
    publicClient.readContract({ ...inEscrow, functionName: "accountOf", args: [buyer, token] }),
    publicClient.readContract({ ...inEscrow, functionName: "allowanceOf", args: [buyer, market, token] }),
  ]);
  if (free < needed) {
    return {
      field: "order.maxPay",
      rule: `${needed} with the buyer's waiting orders, and the account holds ${free}`,
      isMoney: true,
    };
  }
  if (cap < needed) {
    return {
      field: "order.buyer",
      rule: `an account that lets the market draw ${needed} for all waiting orders`,
      isMoney: true,
    };
  }
  return undefined;
}

async function walletCover(
  publicClient: PublicClient,
  { token }: Contracts,
  { buyer, funding }: { buyer: Hex; funding: number },
  needed: bigint,
): Promise<SignedOrderFault | undefined> {
  const inToken = { address: token, abi: tokenAbi } as const;
  const balance = await publicClient.readContract({ ...inToken, functionName: "balanceOf", args: [buyer] });
  if (balance < needed) {
    return {
      field: "order.maxPay",
      rule: `${needed} with the buyer's waiting orders, covered by the wallet: ${balance}`,
      isMoney: true,
    };
  }
  if (FUNDINGS[funding] !== "permit2") return undefined;
  const args = [buyer, PERMIT2_ADDRESS] as const;
  const approved = await publicClient.readContract({ ...inToken, functionName: "allowance", args });
  return approved < needed ? { field: "order.funding", rule: UNAPPROVED, isMoney: true } : undefined;
}

const UNAPPROVED = "a wallet that approved Permit2 for this token";

/** Why a wallet's money did not come, where the wallet's holdings say so; nothing where they do not. */
export async function walletFault(
  publicClient: PublicClient,
  { contracts }: Deployment,
  { order }: SignedClaim,
  jobId: Hex,
): Promise<SignedOrderFault | undefined> {
  const inToken = { address: contracts.token, abi: tokenAbi } as const;
  const amount = order.maxPay + order.bond;
  const balance = await publicClient.readContract({ ...inToken, functionName: "balanceOf", args: [order.buyer] });
  if (balance < amount)
    return { field: "order.maxPay", rule: `covered by the wallet, which holds ${balance}`, isMoney: true };
  if (FUNDINGS[order.funding] === "permit2") {
    const args = [order.buyer, PERMIT2_ADDRESS] as const;
    const approved = await publicClient.readContract({ ...inToken, functionName: "allowance", args });
    if (approved < amount) return { field: "order.funding", rule: UNAPPROVED, isMoney: true };
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
async function isPermit2NonceUsed(publicClient: PublicClient, owner: Hex, nonce: bigint): Promise<boolean> {
  const bitmap = await publicClient.readContract({
    address: PERMIT2_ADDRESS,
    abi: permit2Abi,
    functionName: "nonceBitmap",
    args: [owner, nonce >> 8n],
  });
  return ((bitmap >> (nonce & 255n)) & 1n) === 1n;
}
