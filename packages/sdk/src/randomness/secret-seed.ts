import { commitRevealRandomnessAbi, type Deployment } from "@computehive/protocol/contracts";
import { type Address, encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from "viem";
import { type ContractRequest, contractRequest } from "../contract-request.ts";
import type { HiveClient } from "../hive-client.ts";
import { randomnessOf } from "./header-seed.ts";

type Target = Pick<Deployment, "contracts" | "chainId">;

/** Calls of randomness by commitments, unsent. */
export const secretRandomnessRequests = {
  /** Draws the deposit. The randomness must be the participant's operator with a sufficient cap. */
  commit: (
    to: Target,
    { ticket, commitment, epoch }: { ticket: bigint; commitment: Hex; epoch: number },
  ): ContractRequest =>
    contractRequest({
      address: randomnessOf(to),
      abi: commitRevealRandomnessAbi,
      functionName: "commit",
      args: [ticket, commitment, epoch],
    }),
  reveal: (to: Target, { ticket, secret }: { ticket: bigint; secret: Hex }): ContractRequest =>
    contractRequest({
      address: randomnessOf(to),
      abi: commitRevealRandomnessAbi,
      functionName: "reveal",
      args: [ticket, secret],
    }),
} as const;

/** As `ICommitRevealRandomness.secretCommitment` has it. */
export function secretCommitmentOf(
  to: Target,
  { ticket, participant, secret }: { ticket: bigint; participant: Address; secret: Hex },
): Hex {
  return keccak256(
    encodeAbiParameters(parseAbiParameters("uint256, address, uint256, address, bytes32"), [
      BigInt(to.chainId),
      randomnessOf(to),
      ticket,
      participant,
      secret,
    ]),
  );
}

/** Last seconds of a ticket's two steps, Unix. */
export interface SecretRound {
  readonly commitBy: number;
  readonly revealBy: number;
}

export async function readSecretRound({ publicClient, deployment }: HiveClient, ticket: bigint): Promise<SecretRound> {
  const { commitBy, revealBy } = await publicClient.readContract({
    address: randomnessOf(deployment),
    abi: commitRevealRandomnessAbi,
    functionName: "roundOf",
    args: [ticket],
  });
  return { commitBy, revealBy };
}
