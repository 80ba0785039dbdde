import { z } from "zod";
import { deploymentSchema } from "../contracts.ts";
import { addressSchema, bigintSchema, uintSchema } from "../hex.ts";

/** `GET /v1/info`: what this gateway is and what it accepts. */
export const infoResponseSchema = z.strictObject({
  name: z.string().max(120),
  version: z.string().max(40),
  chainId: z.int().min(1),
  /** What access tokens for this gateway name. */
  audience: z.string().max(512),
  contracts: deploymentSchema.shape.contracts,
  limits: z.strictObject({
    /** Largest blob. */
    blobBytes: uintSchema(53),
    /** Stored bytes per account. */
    quotaBytes: uintSchema(53),
    /** How long a blob is kept after it was last put. */
    retentionSeconds: uintSchema(53),
    /** Longest life of an access token. */
    accessSeconds: uintSchema(53),
  }),
  /** Set where it carries statements to the chain and pays for the transactions. */
  carrier: z
    .strictObject({
      address: addressSchema,
      /** Least fee of a withdrawal, in the smallest unit of the market's token; the other steps are free. */
      withdrawalFee: bigintSchema(96),
    })
    .exactOptional(),
});

export type InfoResponse = z.output<typeof infoResponseSchema>;
