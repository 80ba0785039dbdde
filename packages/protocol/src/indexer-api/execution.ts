import { z } from "zod";
import { COMPLAINTS, FINDINGS } from "../dispute.ts";
import { addressSchema, bigintSchema, hex32Schema, uintSchema } from "../hex.ts";
import { JOB_STATES } from "../job-state.ts";
import { addressQuerySchema, asOfSchema, pageOf, placeSchema, queryOf } from "./common.ts";

/** How an attempt stands, or ended. */
export const EXECUTION_STATES = ["running", "submitted", "disputed", "declined", "expired", "settled"] as const;
export type ExecutionState = (typeof EXECUTION_STATES)[number];

/** How the end of a settled execution came about. */
export const SETTLEMENT_KINDS = ["co-signed", "silent", "resolved", "split", "equivocation"] as const;
export type SettlementKind = (typeof SETTLEMENT_KINDS)[number];

export const settlementSchema = z.strictObject({
  /** One of the settled or refunded states. */
  state: z.enum(JOB_STATES),
  kind: z.enum(SETTLEMENT_KINDS),
  units: bigintSchema(128),
  /** What the payee got, in the token's smallest unit. */
  amount: bigintSchema(256),
  /** What the buyer got back. */
  refund: bigintSchema(256),
  /** What a verdict cost, taken from the bond or from the stake; 0 without a verdict. */
  fee: bigintSchema(256),
  receiptHash: hex32Schema,
  settled: placeSchema,
});

/** One node's attempt at a job. */
export const indexedExecutionSchema = z.strictObject({
  executionId: hex32Schema,
  jobId: hex32Schema,
  attempt: uintSchema(16),
  state: z.enum(EXECUTION_STATES),
  node: addressSchema,
  provider: addressSchema,
  payee: addressSchema,
  exposure: bigintSchema(96),
  /** Last second (Unix) in which the node may submit. */
  submitBy: uintSchema(40),
  claimed: placeSchema,
  submission: z
    .strictObject({
      units: bigintSchema(128),
      detailsHash: hex32Schema,
      receiptHash: hex32Schema,
      submitted: placeSchema,
    })
    .exactOptional(),
  dispute: z.strictObject({ complaint: z.enum(COMPLAINTS), disputed: placeSchema }).exactOptional(),
  /** What the deployment's arbiter found, in its words; or its jury, which has none. */
  ruling: z.strictObject({ finding: z.enum(FINDINGS), reason: z.string(), ruled: placeSchema }).exactOptional(),
  settlement: settlementSchema.exactOptional(),
  /** When it was given back. */
  declined: placeSchema.exactOptional(),
  /** When it expired, and the stake that the node's silence burned. */
  expiry: z.strictObject({ penalty: bigintSchema(96), expired: placeSchema }).exactOptional(),
});

export type IndexedExecution = z.output<typeof indexedExecutionSchema>;

export const executionResponseSchema = z.strictObject({ asOf: asOfSchema, execution: indexedExecutionSchema });
export type IndexedExecutionResponse = z.output<typeof executionResponseSchema>;

/**
 * `GET /v1/executions`: of one provider or one node, the newest claim first. `state` is one state or several with commas;
 * without it all of them.
 */
export const executionsQuerySchema = queryOf({
  provider: addressQuerySchema.exactOptional(),
  node: addressQuerySchema.exactOptional(),
  state: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(EXECUTION_STATES)).min(1).max(EXECUTION_STATES.length))
    .exactOptional(),
});

export const executionsResponseSchema = pageOf(indexedExecutionSchema);

export type ExecutionsQuery = z.input<typeof executionsQuerySchema>;
export type ExecutionsResponse = z.output<typeof executionsResponseSchema>;
