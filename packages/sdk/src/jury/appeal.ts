import { escrowAbi, juryAbi } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { Address, Hex } from "viem";
import { missingAllowance } from "../account/operators.ts";
import type { ContractRequest } from "../contract-request.ts";
import type { HiveClient } from "../hive-client.ts";
import { juryOf, juryRequests } from "./jury-requests.ts";
import { type CaseView, readCase } from "./read-case.ts";

/** How long the jury may draw what one appeal allows, seconds. */
const ALLOWANCE_SECONDS = 3_600;

export interface Appealed {
  readonly jobId: Hex;
  /** Whose majority it is against: what it costs follows from it. */
  readonly round: number;
}

/** What an appeal against a round costs, in the token's smallest unit. */
export function readAppealPrice({ publicClient, deployment }: HiveClient, round: number): Promise<bigint> {
  const address = juryOf(deployment);
  return publicClient.readContract({ address, abi: juryAbi, functionName: "appealPrice", args: [round] });
}

/**
 * The calls of an appeal, unsent: the jury is allowed the price where it is not yet, and draws it from the account in the escrow.
 *
 * @throws CaseMovedOnError where that round is not the current one any more: another one has another price.
 */
export async function appealRequests(
  client: HiveClient,
  appellant: Address,
  { jobId, round }: Appealed,
): Promise<ContractRequest[]> {
  const { deployment, publicClient } = client;
  const { escrow, token } = deployment.contracts;
  const [view, amount, { epoch }] = await Promise.all([
    readCase(client, jobId),
    readAppealPrice(client, round),
    publicClient.readContract({ address: escrow, abi: escrowAbi, functionName: "accountOf", args: [appellant, token] }),
  ]);
  if (view.round !== round || view.state !== "appealable") throw new CaseMovedOnError(view);
  const allowance = await missingAllowance(client, appellant, { operator: "jury", amount, seconds: ALLOWANCE_SECONDS });
  return [...(allowance ? [allowance] : []), juryRequests.appeal(deployment, { jobId, epoch })];
}

export class CaseMovedOnError extends ComputeHiveError {
  override readonly name = "CaseMovedOnError";
  constructor({ jobId, state, round }: CaseView) {
    super("The case has moved on meanwhile: look again.", {
      metaMessages: [`Job:   ${jobId}`, `State: ${state}`, `Round: ${round + 1}`],
    });
  }
}
