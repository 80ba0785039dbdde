import { jobMarketAbi } from "@computehive/protocol/contracts";
import { jobStateOf } from "@computehive/protocol/job-state";
import { accountRequests } from "@computehive/sdk/account/account-requests";
import { signPermit } from "@computehive/sdk/account/permit";
import { type AccountView, showAccount } from "@computehive/sdk/account/show-account";
import type { ContractRequest } from "@computehive/sdk/contract-request";
import type { HiveClient } from "@computehive/sdk/hive-client";
import { jobRequests } from "@computehive/sdk/jobs/job-requests";
import type { Address, Hex } from "viem";
import { walletRefusalOf } from "../../../lib/errors/wallet-refusal.ts";
import { allowanceFor } from "./posting-plan.ts";
import { untilQuiet } from "./quiet-account.ts";
import type { PreparedOrder } from "./stored-order.ts";

export interface PostingContext {
  /** With a wallet. */
  readonly hive: HiveClient;
  readonly account: Address;
  readonly signal: AbortSignal;
}

/**
 * The calls that are still missing until the job is posted, by what the chain shows now: whatever an earlier, cut try did is
 * not done again. Nothing where the job is posted.
 */
export async function postingRequests(
  { order, terms, jobId }: PreparedOrder,
  { hive, account, signal }: PostingContext,
): Promise<ContractRequest[]> {
  await untilQuiet(hive.publicClient, account, signal);
  if (await isPosted(hive, jobId)) return [];
  const [view, block] = await Promise.all([showAccount(hive, account), hive.publicClient.getBlock()]);
  const allowance = allowanceFor(order, view.operators.market, Number(block.timestamp));
  const { market } = hive.deployment.contracts;
  return [
    ...(await depositRequests(hive, order.maxPay + order.bond, view)),
    ...(allowance ? [accountRequests.setOperator(hive.deployment, { operator: market, ...allowance })] : []),
    jobRequests.post(hive.deployment, { order, terms }),
  ];
}

/** Whether the market knows a job of this id, whatever became of it. */
export async function isPosted({ publicClient, deployment }: HiveClient, jobId: Hex): Promise<boolean> {
  const { state } = await publicClient.readContract({
    address: deployment.contracts.market,
    abi: jobMarketAbi,
    functionName: "jobOf",
    args: [jobId],
  });
  return jobStateOf(state) !== "none";
}

async function depositRequests(
  hive: HiveClient,
  funded: bigint,
  { owner, free }: AccountView,
): Promise<ContractRequest[]> {
  if (free >= funded) return [];
  const amount = funded - free;
  const permit = await permitOrNothing(hive, amount);
  if (permit) return [accountRequests.depositWithPermit(hive.deployment, { amount, permit })];
  return [
    accountRequests.approve(hive.deployment, { amount }),
    accountRequests.deposit(hive.deployment, { owner, amount }),
  ];
}

/** Nothing where the token takes no permits, or the wallet cannot sign one. A person's no stays a no. */
async function permitOrNothing(hive: HiveClient, amount: bigint) {
  try {
    return await signPermit(hive, amount);
  } catch (error) {
    if (walletRefusalOf(error) === "unsupported") return undefined;
    throw error;
  }
}
