import { type Address, encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from "viem";

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
