import { z } from "zod";
import { addressSchema, bigintSchema, hex32Schema, uintSchema } from "../hex.ts";
import { jobOrderSchema, jobTermsSchema } from "../indexer-api/job.ts";
import { signatureBytesSchema } from "./signed-order.ts";

/** As in the protocol's `Execution`. */
export const executionRecordSchema = z.strictObject({
  node: addressSchema,
  provider: addressSchema,
  payee: addressSchema,
  exposure: bigintSchema(96),
  claimedAt: uintSchema(40),
  submitBy: uintSchema(40),
  submittedAt: uintSchema(40),
  disputedAt: uintSchema(40),
  complaint: uintSchema(8),
  receiptHash: hex32Schema,
});

const job = { order: jobOrderSchema, terms: jobTermsSchema };
const running = { ...job, execution: executionRecordSchema };
const submitted = { ...running, work: z.strictObject({ units: bigintSchema(128), detailsHash: hex32Schema }) };
const signature = signatureBytesSchema;

/**
 * `POST /v1/statements`: a step for the gateway to carry to the chain. Those of an owner bring its signature; those that are due by
 * time are anybody's and need none. See `IJobMarket` and `IEscrow`.
 */
export const statementSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("cancel"), ...job, signature }),
  z.strictObject({ kind: z.literal("accept"), ...submitted, nodeSignature: signature.or(z.literal("0x")), signature }),
  z.strictObject({ kind: z.literal("dispute"), ...running, complaint: z.enum(["wrong", "not-delivered"]), signature }),
  z.strictObject({ kind: z.literal("lapse"), ...job }),
  z.strictObject({ kind: z.literal("expire"), ...running }),
  z.strictObject({ kind: z.literal("settle-silent"), ...submitted }),
  z.strictObject({ kind: z.literal("resolve-by-timeout"), ...submitted }),
  z.strictObject({
    kind: z.literal("withdraw"),
    withdrawal: z.strictObject({
      owner: addressSchema,
      token: addressSchema,
      to: addressSchema,
      amount: bigintSchema(128),
      fee: bigintSchema(128),
      nonce: uintSchema(32),
      deadline: uintSchema(40),
    }),
    signature,
  }),
]);

export const STATEMENT_KINDS = [
  "cancel",
  "accept",
  "dispute",
  "lapse",
  "expire",
  "settle-silent",
  "resolve-by-timeout",
  "withdraw",
] as const;

/** `waiting`: kept, not sent. `mined`: in a block that may still go back. `failed`: it had no effect, and the reason says why. */
export const CARRIED_STATUSES = ["waiting", "sent", "mined", "done", "failed"] as const;

/** What became of a statement: the answer to `POST /v1/statements` and `GET /v1/statements/<id>`. */
export const carriedSchema = z.strictObject({
  /** Hash of the call that it is: the same statement has the same. */
  id: hex32Schema,
  kind: z.enum(STATEMENT_KINDS),
  status: z.enum(CARRIED_STATUSES),
  /** The newest transaction that carries it; one with a higher fee may take its place. */
  transaction: hex32Schema.exactOptional(),
  /** A sentence. */
  reason: z.string().max(400).exactOptional(),
  /** Unix seconds, the gateway's clock. */
  recordedAt: uintSchema(40),
});

export type Statement = z.output<typeof statementSchema>;
export type StatementKind = (typeof STATEMENT_KINDS)[number];
export type Carried = z.output<typeof carriedSchema>;
export type CarriedStatus = (typeof CARRIED_STATUSES)[number];
