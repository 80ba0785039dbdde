import { type Address, encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from "viem";

/** States of a case in the contract's order. */
export const CASE_STATES = [
  "none",
  "drawing",
  "committing",
  "revealing",
  "hung",
  "appealable",
  "ruled",
  "failed",
  "decided",
  "lapsed",
] as const;
export type CaseState = (typeof CASE_STATES)[number];

/** No step can come any more but the release of chairs. */
export function isCaseEnded(state: CaseState): boolean {
  return state === "decided" || state === "lapsed";
}

/** Chairs of the panels of 3, 7 and 15, by round. */
const FIRST_CHAIRS = [0, 3, 10, 25] as const;

/** The chairs of a round's panel: 0 to 2, 3 to 9, 10 to 24. */
export function chairsOf(round: number): number[] {
  const [first, next] = [FIRST_CHAIRS[round], FIRST_CHAIRS[round + 1]];
  if (first === undefined || next === undefined) throw new RangeError(`A case has rounds 0 to 2, not ${round}.`);
  return Array.from({ length: next - first }, (_, i) => first + i);
}

/** What a juror answers: whether the output is there, and whether running again gives the same. */
export interface Answers {
  readonly delivered: boolean;
  readonly correct: boolean;
}

/** A juror's promise: what it commits to, shows with `reveal`, and nobody else can use. */
export interface Promised extends Answers {
  readonly jobId: Hex;
  readonly chair: number;
  readonly juror: Address;
  /** 32 random bytes: without them the four possible answers could be tried. */
  readonly salt: Hex;
}

/** As `IJury.findingCommitment` has it. */
export function findingCommitmentOf(
  { chainId, jury }: { chainId: number; jury: Address },
  { jobId, chair, juror, delivered, correct, salt }: Promised,
): Hex {
  return keccak256(
    encodeAbiParameters(parseAbiParameters("uint256, address, bytes32, uint8, address, bool, bool, bytes32"), [
      BigInt(chainId),
      jury,
      jobId,
      chair,
      juror,
      delivered,
      correct,
      salt,
    ]),
  );
}
