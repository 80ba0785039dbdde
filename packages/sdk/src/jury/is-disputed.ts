import { jobMarketAbi } from "@computehive/protocol/contracts";
import { jobStateOf } from "@computehive/protocol/job-state";
import type { Hex } from "viem";
import type { HiveClient } from "../hive-client.ts";

/** Whether the market still waits for a verdict. */
export async function isDisputed({ publicClient, deployment }: HiveClient, jobId: Hex): Promise<boolean> {
  const { state } = await publicClient.readContract({
    address: deployment.contracts.market,
    abi: jobMarketAbi,
    functionName: "jobOf",
    args: [jobId],
  });
  return jobStateOf(state) === "disputed";
}
