import { juryAbi } from "@computehive/protocol/contracts";
import { FINDINGS, type Finding } from "@computehive/protocol/dispute";
import { CASE_STATES, type CaseState, chairsOf } from "@computehive/protocol/jury-case";
import type { BlockTag, Hex } from "viem";
import type { HiveClient } from "../hive-client.ts";
import { juryOf } from "./jury-requests.ts";

/** A case as the clock and its record have it. Times are Unix seconds. */
export interface CaseView {
  readonly jobId: Hex;
  readonly state: CaseState;
  /** 0 to 2. */
  readonly round: number;
  /** Of the randomness. */
  readonly ticket: bigint;
  /** How many may be drawn. */
  readonly seats: number;
  readonly openedAt: number;
  /** Last seconds of the round's steps. */
  readonly drawBy: number;
  readonly commitBy: number;
  readonly revealBy: number;
  readonly appealBy: number;
  /** Last second in which the market takes a verdict. */
  readonly verdictBy: number;
  /** The last majority, if there was any. */
  readonly finding: Finding | undefined;
  /** What each juror of the verdict's majority gets, in the token's smallest unit; 0 until decided. */
  readonly share: bigint;
}

/** A place in a panel. */
export interface ChairView {
  readonly chair: number;
  readonly seat: bigint;
  /** Zero until its juror committed. */
  readonly commitment: Hex;
  /** What its juror showed. */
  readonly finding: Finding | undefined;
  readonly released: boolean;
}

export interface ReadCaseOptions {
  readonly blockTag?: BlockTag;
}

export async function readCase(
  { publicClient, deployment }: HiveClient,
  jobId: Hex,
  { blockTag = "latest" }: ReadCaseOptions = {},
): Promise<CaseView> {
  const { state, hasFinding, finding, ...rest } = await publicClient.readContract({
    address: juryOf(deployment),
    abi: juryAbi,
    functionName: "caseOf",
    args: [jobId],
    blockTag,
  });
  return { jobId, ...rest, state: CASE_STATES[state]!, finding: hasFinding ? FINDINGS[finding] : undefined };
}

export async function readChair(
  { publicClient, deployment }: HiveClient,
  jobId: Hex,
  chair: number,
): Promise<ChairView> {
  const { hasRevealed, finding, ...rest } = await publicClient.readContract({
    address: juryOf(deployment),
    abi: juryAbi,
    functionName: "chairOf",
    args: [jobId, chair],
  });
  return { chair, ...rest, finding: hasRevealed ? FINDINGS[finding] : undefined };
}

/** All panels that were drawn so far, one list of chairs for each round. */
export async function readPanels(client: HiveClient, { jobId, round }: CaseView): Promise<ChairView[][]> {
  const rounds = Array.from({ length: round + 1 }, (_, i) => chairsOf(i));
  const panels = await Promise.all(
    rounds.map((chairs) => Promise.all(chairs.map((chair) => readChair(client, jobId, chair)))),
  );
  return panels.filter(([first]) => first !== undefined && first.seat !== 0n);
}
