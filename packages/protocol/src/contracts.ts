import { z } from "zod";
import { addressSchema, hex32Schema, uintSchema } from "./hex.ts";

export { arbiterAbi } from "./generated/arbiter-abi.ts";
export { attestationsAbi } from "./generated/attestations-abi.ts";
export { attesterPoliciesAbi } from "./generated/attester-policies-abi.ts";
export { attesterPolicyAbi } from "./generated/attester-policy-abi.ts";
export { escrowAbi } from "./generated/escrow-abi.ts";
export { escrowStatementsAbi } from "./generated/escrow-statements-abi.ts";
export { jobMarketAbi } from "./generated/job-market-abi.ts";
export { marketStatementsAbi } from "./generated/market-statements-abi.ts";
export { offerBookAbi } from "./generated/offer-book-abi.ts";
export { receiptTokenAbi } from "./generated/receipt-token-abi.ts";
export { receiptsAbi } from "./generated/receipts-abi.ts";
export { replicaArbiterAbi } from "./generated/replica-arbiter-abi.ts";
export { replicaMarketAbi } from "./generated/replica-market-abi.ts";
export { stakingAbi } from "./generated/staking-abi.ts";
export { testDollarAbi } from "./generated/test-dollar-abi.ts";

/** Where one set of contracts lives: what deployments/<chainId>.json holds. */
export const deploymentSchema = z.strictObject({
  chainId: z.int().min(1),
  /** Hash of the chain's first block: two local chains share an id, never this. */
  genesisHash: hex32Schema,
  /** No event of these contracts is older. */
  blockNumber: uintSchema(53),
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
    arbiterFee: z.string().regex(/^\d+$/),
  }),
});

export type Deployment = z.output<typeof deploymentSchema>;
