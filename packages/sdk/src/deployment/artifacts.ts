import { type Hex, isHex } from "viem";
import { z } from "zod";

const codeSchema = z
  .string()
  .refine((value) => isHex(value) && value.length > 2, "code as hexadecimal digits")
  .transform((value) => value as Hex);

const artifactSchema = z.strictObject({
  /** Creation code, without constructor arguments. */
  bytecode: codeSchema,
  /** Code on the chain; the places below are zero in it. */
  deployedBytecode: codeSchema,
  /** Byte ranges that the constructor fills. */
  immutables: z.array(z.strictObject({ start: z.int().min(0), length: z.int().min(1) })),
});

/** What `codegen` writes to deployments/artifacts.json. */
export const artifactsSchema = z.strictObject({
  Escrow: artifactSchema,
  EscrowStatements: artifactSchema,
  Staking: artifactSchema,
  JobMarket: artifactSchema,
  OfferBook: artifactSchema,
  MarketStatements: artifactSchema,
  ReplicaMarket: artifactSchema,
  Receipts: artifactSchema,
  ReceiptToken: artifactSchema,
  Attestations: artifactSchema,
  AttesterPolicies: artifactSchema,
  AttesterPolicy: artifactSchema,
  Arbiter: artifactSchema,
  ReplicaArbiter: artifactSchema,
  Jury: artifactSchema,
  HeaderRandomness: artifactSchema,
  CommitRevealRandomness: artifactSchema,
  Create3Factory: artifactSchema,
  NodeIdentities: artifactSchema,
  NodeReputation: artifactSchema,
  AgenticCommerce: artifactSchema,
  WindowEvaluator: artifactSchema,
  BatchSettlement: artifactSchema,
  TestDollar: artifactSchema,
});

export type Artifact = z.output<typeof artifactSchema>;
export type Artifacts = z.output<typeof artifactsSchema>;
/**
 * What a deployment consists of. The statements are lenses that anybody may deploy beside it: no contract knows them. AttesterPolicies
 * deploys the code that policies share; the factory, which serves every deployment of a chain, deploys them all. A WindowEvaluator is
 * anybody's, with an arbiter and a window of its own.
 */
export type ContractName = Exclude<
  keyof Artifacts,
  "EscrowStatements" | "MarketStatements" | "AttesterPolicy" | "Create3Factory" | "WindowEvaluator"
>;

/** Whether `code`, read from a chain, is the artifact's, whatever its constructor was given. */
export function isCodeOf(code: Hex | undefined, { deployedBytecode, immutables }: Artifact): boolean {
  if (code?.length !== deployedBytecode.length) return false;
  let from = 0;
  for (const { start, length } of [...immutables, { start: (deployedBytecode.length - 2) / 2, length: 0 }]) {
    // Two digits a byte, after the 0x.
    if (code.slice(2 + from * 2, 2 + start * 2) !== deployedBytecode.slice(2 + from * 2, 2 + start * 2)) return false;
    from = start + length;
  }
  return true;
}
