import { z } from "zod";
import { addressSchema, bigintSchema, hex32Schema, uintSchema } from "../hex.ts";
import { JOB_STATES, type JobState } from "../job-state.ts";
import { REASONS, type Reason } from "../phases.ts";
import { addressQuerySchema, asOfSchema, pageOf, placeSchema, queryOf, resourceClassSchema } from "./common.ts";
import { indexedEventSchema } from "./event.ts";
import { indexedExecutionSchema, settlementSchema } from "./execution.ts";

/** As in the protocol's `JobOrder`. */
export const jobOrderSchema = z.strictObject({
  buyer: addressSchema,
  token: addressSchema,
  maxPay: bigintSchema(96),
  bond: bigintSchema(96),
  fixedPrice: bigintSchema(96),
  price: bigintSchema(96),
  unitKind: uintSchema(8),
  exposure: bigintSchema(96),
  claimBefore: uintSchema(40),
  runTime: uintSchema(32),
  window: uintSchema(32),
  onSilence: uintSchema(8),
  funding: uintSchema(8),
  epoch: uintSchema(24),
  salt: bigintSchema(64),
});

/** As in the protocol's `JobTerms`. */
export const jobTermsSchema = z.strictObject({
  manifestHash: hex32Schema,
  resourceClass: hex32Schema,
  resolver: addressSchema,
  verdictTime: uintSchema(32),
  timeoutSplit: uintSchema(16),
  policy: addressSchema,
  provider: addressSchema,
  node: addressSchema,
  offerId: hex32Schema,
  exclusiveUntil: uintSchema(40),
});

export const jobSummarySchema = z.strictObject({
  jobId: hex32Schema,
  state: z.enum(JOB_STATES),
  /** Number of the attempt that is open or live; after the end, of the last one. */
  attempt: uintSchema(16),
  resourceClass: resourceClassSchema,
  order: jobOrderSchema,
  terms: jobTermsSchema,
  posted: placeSchema,
  /** The event that brought the job into its state. */
  changed: placeSchema,
  /** Of the live attempt, or of the one that was settled. */
  executionId: hex32Schema.exactOptional(),
  node: addressSchema.exactOptional(),
  provider: addressSchema.exactOptional(),
  settlement: settlementSchema.exactOptional(),
});

export type IndexedJob = z.output<typeof jobSummarySchema>;

/** `GET /v1/jobs`: newest first. `state` is one state or several with commas; `provider` and `node` of any attempt. */
export const jobsQuerySchema = queryOf({
  buyer: addressQuerySchema.exactOptional(),
  provider: addressQuerySchema.exactOptional(),
  node: addressQuerySchema.exactOptional(),
  state: z
    .string()
    .transform((text) => text.split(","))
    .pipe(z.array(z.enum(JOB_STATES)).min(1).max(JOB_STATES.length))
    .exactOptional(),
  resourceClass: resourceClassSchema.exactOptional(),
});

export const jobsResponseSchema = pageOf(jobSummarySchema);

const reasonSchema = z.enum(REASONS as [Reason, ...Reason[]]);

/** One step in the life of a job. */
export const timelineEntrySchema = z.strictObject({
  /** The state that the job is in after it. */
  state: z.enum(JOB_STATES as readonly [JobState, ...JobState[]]),
  /** Why; absent where the step needs none, such as a claim, or the chain knows none, such as of a node that gives a job back. */
  reason: reasonSchema.exactOptional(),
  event: indexedEventSchema,
});

export type TimelineEntry = z.output<typeof timelineEntrySchema>;

/** `GET /v1/jobs/<jobId>`: executions and timeline whole, oldest first. */
export const jobResponseSchema = z.strictObject({
  asOf: asOfSchema,
  job: jobSummarySchema,
  executions: z.array(indexedExecutionSchema),
  timeline: z.array(timelineEntrySchema),
});

export type JobsQuery = z.input<typeof jobsQuerySchema>;
export type JobsResponse = z.output<typeof jobsResponseSchema>;
export type JobResponse = z.output<typeof jobResponseSchema>;
