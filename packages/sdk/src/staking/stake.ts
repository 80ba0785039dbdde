import { type Deployment, escrowAbi, stakingAbi } from "@computehive/protocol/contracts";
import type { Address, ContractFunctionArgs, ContractFunctionName } from "viem";
import { type ContractRequest, contractRequest } from "../contract-request.ts";
import { addressOf, type HiveClient } from "../hive-client.ts";
import { type WriteOptions, type Written, write } from "../write.ts";

type Target = Pick<Deployment, "contracts">;

/** Every call about a provider's stake, unsent. */
export const stakeRequests = {
  add: (to: Target, { amount, epoch }: { amount: bigint; epoch: number }) => call(to, "add", [amount, epoch]),
  thaw: (to: Target, { amount }: { amount: bigint }) => call(to, "thaw", [amount]),
  cancelThaw: (to: Target) => call(to, "cancelThaw", []),
  withdraw: (to: Target) => call(to, "withdraw", []),
} as const;

/** Draws `amount` from the account in the escrow. Staking must be its operator with a sufficient cap. */
export async function addStake(client: HiveClient, amount: bigint, options?: WriteOptions): Promise<Written> {
  const { escrow, token } = client.deployment.contracts;
  const { epoch } = await client.publicClient.readContract({
    address: escrow,
    abi: escrowAbi,
    functionName: "accountOf",
    args: [addressOf(client), token],
  });
  return write(client, stakeRequests.add(client.deployment, { amount, epoch }), options);
}

export function thawStake(client: HiveClient, amount: bigint, options?: WriteOptions): Promise<Written> {
  return write(client, stakeRequests.thaw(client.deployment, { amount }), options);
}

export function cancelThaw(client: HiveClient, options?: WriteOptions): Promise<Written> {
  return write(client, stakeRequests.cancelThaw(client.deployment), options);
}

/** Moves what has thawed into the account in the escrow. */
export function withdrawStake(client: HiveClient, options?: WriteOptions): Promise<Written> {
  return write(client, stakeRequests.withdraw(client.deployment), options);
}

export interface StakeView {
  readonly provider: Address;
  readonly active: bigint;
  readonly exposure: bigint;
  /** Active and not exposed: what new claims can commit. */
  readonly free: bigint;
  readonly thawing: bigint;
  /** Unix seconds; 0 where nothing thaws. */
  readonly thawedAt: number;
}

export async function showStake({ publicClient, deployment }: HiveClient, provider: Address): Promise<StakeView> {
  const { active, exposure, thawing, thawedAt } = await publicClient.readContract({
    address: deployment.contracts.staking,
    abi: stakingAbi,
    functionName: "providerOf",
    args: [provider],
  });
  return { provider, active, exposure, free: active - exposure, thawing, thawedAt };
}

function call<name extends ContractFunctionName<typeof stakingAbi, "nonpayable">>(
  { contracts }: Target,
  functionName: name,
  args: ContractFunctionArgs<typeof stakingAbi, "nonpayable" | "payable", name>,
): ContractRequest {
  return contractRequest({ address: contracts.staking, abi: stakingAbi, functionName, args });
}
