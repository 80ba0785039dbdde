import { type Deployment, escrowAbi } from "@computehive/protocol/contracts";
import type { Address } from "viem";
import type { ContractRequest } from "../contract-request.ts";
import { addressOf, type HiveClient } from "../hive-client.ts";
import { juryOf } from "../jury/jury-requests.ts";
import { randomnessOf } from "../randomness/header-seed.ts";
import { type WriteOptions, type Written, write } from "../write.ts";
import { accountRequests } from "./account-requests.ts";

/** Contracts that an owner lets draw: for orders, for stake, for seats and appeals, for deposits behind secrets. */
export type OperatorName = "market" | "staking" | "jury" | "randomness";

export interface AllowOperator {
  readonly operator: OperatorName;
  /** What may be drawn in all; replaces what was set before. */
  readonly cap: bigint;
  /** Last second, Unix. */
  readonly expiry: number;
}

export function allowOperator(
  client: HiveClient,
  { operator, cap, expiry }: AllowOperator,
  options?: WriteOptions,
): Promise<Written> {
  return write(
    client,
    accountRequests.setOperator(client.deployment, { operator: operatorOf(client.deployment, operator), cap, expiry }),
    options,
  );
}

export interface EnsureOperator {
  readonly operator: OperatorName;
  readonly amount: bigint;
  readonly seconds: number;
}

/**
 * Makes sure that `operator` may draw `amount` for at least `seconds` more; raises cap and expiry only as far as needed.
 * Nothing is sent where that is so already.
 */
export async function ensureOperator(
  client: HiveClient,
  wanted: EnsureOperator,
  options?: WriteOptions,
): Promise<Written | undefined> {
  const request = await missingAllowance(client, addressOf(client), wanted);
  return request && write(client, request, options);
}

/** The call that `ensureOperator` sends, unsent. */
export async function missingAllowance(
  { publicClient, deployment }: HiveClient,
  owner: Address,
  { operator: name, amount, seconds }: EnsureOperator,
): Promise<ContractRequest | undefined> {
  const { escrow, token } = deployment.contracts;
  const operator = operatorOf(deployment, name);
  const args = [owner, operator, token] as const;
  const [held, block] = await Promise.all([
    publicClient.readContract({ address: escrow, abi: escrowAbi, functionName: "allowanceOf", args }),
    publicClient.getBlock(),
  ]);
  const needed = Number(block.timestamp) + seconds;
  if (held.cap >= amount && held.expiry >= needed) return undefined;
  const isOver = held.expiry < Number(block.timestamp);
  const cap = isOver || held.cap < amount ? amount : held.cap;
  return accountRequests.setOperator(deployment, { operator, cap, expiry: Math.max(held.expiry, needed) });
}

function operatorOf(deployment: Deployment, operator: OperatorName): Address {
  if (operator === "jury") return juryOf(deployment);
  return operator === "randomness" ? randomnessOf(deployment) : deployment.contracts[operator];
}
