import { z } from "zod";
import { addressSchema, uintSchema } from "../hex.ts";

/** `GET /v1/quota`: what an account holds and may hold. Bytes. */
export const quotaResponseSchema = z.strictObject({
  account: addressSchema,
  usedBytes: uintSchema(53),
  limitBytes: uintSchema(53),
  blobs: uintSchema(53),
  /** Bytes of new blobs since midnight UTC. Putting a held blob again costs nothing. */
  today: z.strictObject({
    usedBytes: uintSchema(53),
    limitBytes: uintSchema(53),
    /** Next midnight UTC, Unix seconds. */
    resetsAt: uintSchema(40),
  }),
});

export type QuotaResponse = z.output<typeof quotaResponseSchema>;
