import { z } from "zod";
import { cidSchema } from "../cid-schema.ts";
import { addressSchema, hex32Schema, signatureSchema, uintSchema } from "../hex.ts";
import { PHASES, REASONS } from "../phases.ts";
import { receiptSchema } from "../receipt.ts";

export const MAX_LOG_CHUNK_BYTES = 64 * 1024;

/** One line of an execution's timeline: `POST /v1/executions/<executionId>/phases`, by the node. */
export const phaseEventSchema = z.strictObject({
  phase: z.enum(PHASES),
  /** The node's clock, Unix milliseconds. */
  at: uintSchema(53),
  reason: z
    .enum(REASONS as [string, ...string[]])
    .transform((reason) => reason as (typeof REASONS)[number])
    .exactOptional(),
  /** A sentence for people. */
  detail: z.string().max(2_000).exactOptional(),
});

export type PhaseEvent = z.output<typeof phaseEventSchema>;

export const LOG_STREAMS = ["stdout", "stderr"] as const;
export type LogStream = (typeof LOG_STREAMS)[number];

/** A piece of live output: `POST /v1/executions/<executionId>/logs`, by the node. A chunk sent again changes nothing. */
export const logChunkSchema = z.strictObject({
  /** Bytes of this execution's log before this chunk, both streams counted together in order of arrival. */
  offset: uintSchema(53),
  stream: z.enum(LOG_STREAMS),
  /** base64 of the bytes: programs write what they like. */
  text: z.base64().max(Math.ceil(MAX_LOG_CHUNK_BYTES / 3) * 4),
});

export type LogChunk = z.output<typeof logChunkSchema>;

/** `PUT /v1/executions/<executionId>/receipt`, by the node. */
export const receiptUploadSchema = z.strictObject({
  receipt: receiptSchema,
  nodeSignature: signatureSchema,
  /** CID of the result document: the receipt's outputHash as CID. */
  resultCid: cidSchema,
});

export type ReceiptUpload = z.output<typeof receiptUploadSchema>;
export type ReceiptUploadJson = z.input<typeof receiptUploadSchema>;

/** `GET /v1/executions/<executionId>`. */
export const executionResponseSchema = z.strictObject({
  executionId: hex32Schema,
  node: addressSchema.exactOptional(),
  phases: z.array(phaseEventSchema),
  logBytes: uintSchema(53),
  receipt: receiptUploadSchema.exactOptional(),
});

export type ExecutionResponse = z.output<typeof executionResponseSchema>;
