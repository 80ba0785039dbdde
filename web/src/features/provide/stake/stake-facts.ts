import { escrowAbi } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { accountRequests } from "@computehive/sdk/account/account-requests";
import type { ContractRequest } from "@computehive/sdk/contract-request";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { stakeRequests } from "@computehive/sdk/staking/stake";
import type { Address } from "viem";
import { depositRequests, readDepositFacts } from "../../../lib/money/deposit-requests.ts";
import { ALLOWANCE_SECONDS, planStake, type StakeSurroundings } from "./stake-plan.ts";

export interface StakeFacts extends StakeSurroundings {
  readonly epoch: number;
}

/** Everything that decides which steps a stake needs. */
export async function readStakeFacts(hive: HiveClient, owner: Address): Promise<StakeFacts> {
  const { publicClient, deployment } = hive;
  const { escrow, token, staking } = deployment.contracts;
  const inEscrow = { address: escrow, abi: escrowAbi } as const;
  const [account, allowance, deposit, block] = await Promise.all([
    publicClient.readContract({ ...inEscrow, functionName: "accountOf", args: [owner, token] }),
    publicClient.readContract({ ...inEscrow, functionName: "allowanceOf", args: [owner, staking, token] }),
    readDepositFacts(hive, owner),
    publicClient.getBlock(),
  ]);
  return { ...deposit, free: account.free, epoch: account.epoch, allowance, now: Number(block.timestamp) };
}

/**
 * The calls that make `amount` stake, read anew at the moment of the decision: what an interrupted attempt has done already is
 * not done again.
 *
 * @throws MoneyTooLittleError
 */
export async function stakeCalls(
  hive: HiveClient,
  { account, amount }: { account: Address; amount: bigint },
): Promise<ContractRequest[]> {
  const facts = await readStakeFacts(hive, account);
  const plan = planStake(amount, facts);
  if (plan.kind === "short") throw new MoneyTooLittleError();
  const calls: ContractRequest[] = [];
  const { deployment } = hive;
  if (plan.deposit > 0n) calls.push(...(await depositRequests(hive, { owner: account, amount: plan.deposit, facts })));
  if (plan.steps.includes("allow")) {
    const operator = deployment.contracts.staking;
    calls.push(
      accountRequests.setOperator(deployment, { operator, cap: amount, expiry: facts.now + ALLOWANCE_SECONDS }),
    );
  }
  return [...calls, stakeRequests.add(deployment, { amount, epoch: facts.epoch })];
}

export class MoneyTooLittleError extends ComputeHiveError {
  override readonly name = "MoneyTooLittleError";
  constructor() {
    super("Account and wallet together hold too little for this.");
  }
}
