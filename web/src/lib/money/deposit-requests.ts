import { tokenAbi } from "@computehive/protocol/token-abi";
import { accountRequests } from "@computehive/sdk/account/account-requests";
import { signPermit } from "@computehive/sdk/account/permit";
import type { ContractRequest } from "@computehive/sdk/contract-request";
import type { HiveClient } from "@computehive/sdk/hive-client";
import type { Address } from "viem";

/** What decides how a deposit is made. */
export interface DepositFacts {
  /** In the wallet, smallest unit. */
  readonly wallet: bigint;
  /** What the escrow may pull already. */
  readonly approved: bigint;
  /** A signature does in place of an approval: the token takes permits, and the account has a key of its own. */
  readonly hasPermit: boolean;
}

export async function readDepositFacts(hive: HiveClient, owner: Address): Promise<DepositFacts> {
  const { publicClient, deployment } = hive;
  const { token, escrow } = deployment.contracts;
  const inToken = { address: token, abi: tokenAbi } as const;
  const [wallet, approved, hasPermit] = await Promise.all([
    publicClient.readContract({ ...inToken, functionName: "balanceOf", args: [owner] }),
    publicClient.readContract({ ...inToken, functionName: "allowance", args: [owner, escrow] }),
    canPermit(hive, owner),
  ]);
  return { wallet, approved, hasPermit };
}

/** An account that delegates its code (EIP-7702) still signs with its key. */
const DELEGATION = "0xef0100";

async function canPermit({ publicClient, deployment }: HiveClient, owner: Address): Promise<boolean> {
  const inToken = { address: deployment.contracts.token, abi: tokenAbi } as const;
  try {
    const [code] = await Promise.all([
      publicClient.getCode({ address: owner }),
      publicClient.readContract({ ...inToken, functionName: "nonces", args: [owner] }),
      publicClient.readContract({ ...inToken, functionName: "eip712Domain" }),
    ]);
    return code === undefined || code.startsWith(DELEGATION);
  } catch {
    return false;
  }
}

/**
 * The calls that move `amount` from the wallet into the account: one with a signed permit, two with an approval.
 *
 * @param hive With the wallet that signs.
 */
export async function depositRequests(
  hive: HiveClient,
  { owner, amount, facts }: { owner: Address; amount: bigint; facts: DepositFacts },
): Promise<ContractRequest[]> {
  const plain = accountRequests.deposit(hive.deployment, { owner, amount });
  if (facts.approved >= amount) return [plain];
  const permit = facts.hasPermit ? await signPermit(hive, amount) : undefined;
  if (permit) return [accountRequests.depositWithPermit(hive.deployment, { amount, permit })];
  return [accountRequests.approve(hive.deployment, { amount }), plain];
}
