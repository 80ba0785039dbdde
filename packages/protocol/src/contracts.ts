import { z } from "zod";
import { addressSchema, hex32Schema, uintSchema } from "./hex.ts";

export { agenticCommerceAbi } from "./generated/agentic-commerce-abi.ts";
export { arbiterAbi } from "./generated/arbiter-abi.ts";
export { attestationsAbi } from "./generated/attestations-abi.ts";
export { attesterPoliciesAbi } from "./generated/attester-policies-abi.ts";
export { attesterPolicyAbi } from "./generated/attester-policy-abi.ts";
export { batchSettlementAbi } from "./generated/batch-settlement-abi.ts";
export { commitRevealRandomnessAbi } from "./generated/commit-reveal-randomness-abi.ts";
export { create3FactoryAbi } from "./generated/create3-factory-abi.ts";
export { escrowAbi } from "./generated/escrow-abi.ts";
export { escrowStatementsAbi } from "./generated/escrow-statements-abi.ts";
export { headerRandomnessAbi } from "./generated/header-randomness-abi.ts";
export { jobMarketAbi } from "./generated/job-market-abi.ts";
export { juryAbi } from "./generated/jury-abi.ts";
export { marketStatementsAbi } from "./generated/market-statements-abi.ts";
export { nodeIdentitiesAbi } from "./generated/node-identities-abi.ts";
export { nodeReputationAbi } from "./generated/node-reputation-abi.ts";
export { offerBookAbi } from "./generated/offer-book-abi.ts";
export { receiptTokenAbi } from "./generated/receipt-token-abi.ts";
export { receiptsAbi } from "./generated/receipts-abi.ts";
export { replicaArbiterAbi } from "./generated/replica-arbiter-abi.ts";
export { replicaMarketAbi } from "./generated/replica-market-abi.ts";
export { stakingAbi } from "./generated/staking-abi.ts";
export { testDollarAbi } from "./generated/test-dollar-abi.ts";
export { windowEvaluatorAbi } from "./generated/window-evaluator-abi.ts";

const amountSchema = z.string().regex(/^\d+$/);

/** Where a jury's seeds come from, and what that form fixes for ever. */
const randomnessSchema = z.discriminatedUnion("form", [
  z.strictObject({ form: z.literal("header"), delay: uintSchema(53) }),
  z.strictObject({
    form: z.literal("commit-reveal"),
    deposit: amountSchema,
    commitTime: uintSchema(32),
    revealTime: uintSchema(32),
  }),
]);

const juryParametersSchema = z.strictObject({
  seatPrice: amountSchema,
  fee: amountSchema,
  absencePenalty: uintSchema(16),
  dissentPenalty: uintSchema(16),
  seasonTime: uintSchema(32),
  drawTime: uintSchema(32),
  commitTime: uintSchema(32),
  revealTime: uintSchema(32),
  appealTime: uintSchema(32),
  thawTime: uintSchema(32),
  randomness: randomnessSchema,
});

/** What the addresses follow from, on every chain: who deployed, which of its releases, and through which factory. */
const originSchema = z.strictObject({
  deployer: addressSchema,
  release: z.string().min(1),
  factory: addressSchema,
});

/** Where one set of contracts lives: what deployments/<chainId>.json holds. */
export const deploymentSchema = z.strictObject({
  chainId: z.int().min(1),
  /** Hash of the chain's first block: two local chains share an id, never this. */
  genesisHash: hex32Schema,
  /** No event of these contracts is older. */
  blockNumber: uintSchema(53),
  /** None where the contracts were not deployed through the factory. */
  origin: originSchema.exactOptional(),
  contracts: z.strictObject({
    escrow: addressSchema,
    staking: addressSchema,
    market: addressSchema,
    offers: addressSchema,
    receipts: addressSchema,
    receiptToken: addressSchema,
    attestations: addressSchema,
    attesterPolicies: addressSchema,
    arbiter: addressSchema,
    /** Of replicated jobs. */
    replicaMarket: addressSchema,
    replicaArbiter: addressSchema,
    /** Beside the arbiter, with the randomness that it draws by; deployments from before there was one have none. */
    jury: addressSchema.exactOptional(),
    randomness: addressSchema.exactOptional(),
    /** Faces to neighbouring standards: ERC-8004, ERC-8183 and x402. Deployments from before there were any have none. */
    nodeIdentities: addressSchema.exactOptional(),
    nodeReputation: addressSchema.exactOptional(),
    agenticCommerce: addressSchema.exactOptional(),
    batchSettlement: addressSchema.exactOptional(),
    /** The token of market and staking. */
    token: addressSchema,
    /** Only on a local chain, where it is the token. */
    testDollar: addressSchema.exactOptional(),
  }),
  parameters: z.strictObject({
    declineTime: uintSchema(32),
    minimumWindow: uintSchema(32),
    livenessPenalty: uintSchema(16),
    thawTime: uintSchema(32),
    arbiter: addressSchema,
    arbiterFee: amountSchema,
    jury: juryParametersSchema.exactOptional(),
  }),
});

export type Deployment = z.output<typeof deploymentSchema>;
