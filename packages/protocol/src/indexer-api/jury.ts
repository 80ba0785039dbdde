import { z } from "zod";
import { FINDINGS } from "../dispute.ts";
import { addressSchema, bigintSchema, hex32Schema, uintSchema } from "../hex.ts";
import { CASE_STATES } from "../jury-case.ts";
import { asOfSchema, placeSchema } from "./common.ts";

const findingSchema = z.enum(FINDINGS);

/** A seat that was drawn for a case, and what its juror did. */
export const chairSchema = z.strictObject({
  /** 0 to 2 in the first round, 3 to 9, 10 to 24. */
  chair: uintSchema(8),
  /** A decimal string: a number of 64 bits. */
  seat: bigintSchema(64),
  juror: addressSchema,
  committed: placeSchema.exactOptional(),
  revealed: z.strictObject({ finding: findingSchema, revealed: placeSchema }).exactOptional(),
  /** After the case's end: what the juror was paid, and what the seat lost. */
  released: z
    .strictObject({ paid: bigintSchema(96), penalty: bigintSchema(96), released: placeSchema })
    .exactOptional(),
});

export type IndexedChair = z.output<typeof chairSchema>;

export const juryRoundSchema = z.strictObject({
  ticket: bigintSchema(256),
  /** Who paid for it, against the majority of the round before. */
  appeal: z.strictObject({ appellant: addressSchema, price: bigintSchema(96) }).exactOptional(),
  started: placeSchema,
  drawn: placeSchema.exactOptional(),
  /** Last seconds (Unix) of its steps. */
  drawBy: uintSchema(40),
  commitBy: uintSchema(40),
  revealBy: uintSchema(40),
  appealBy: uintSchema(40),
  /** Empty until the panel is drawn. */
  chairs: z.array(chairSchema),
  /** More than half of the panel; once its reveals are over. */
  majority: findingSchema.exactOptional(),
});

export type IndexedJuryRound = z.output<typeof juryRoundSchema>;

/** A dispute before the deployment's jury. */
export const juryCaseSchema = z.strictObject({
  jobId: hex32Schema,
  executionId: hex32Schema.exactOptional(),
  /** At `asOf`: most of it follows from the clock. */
  state: z.enum(CASE_STATES),
  opened: placeSchema,
  /** Last second (Unix) in which the market takes a verdict. */
  verdictBy: uintSchema(40),
  /** How many seats may be drawn. */
  seats: uintSchema(32),
  /** What the verdict costs the loser, for the jurors who found the same. */
  fee: bigintSchema(96),
  /** What another round against the majority would cost; while it can be had. */
  appealPrice: bigintSchema(96).exactOptional(),
  /** From the first one on. */
  rounds: z.array(juryRoundSchema),
  /** The last majority, which is what a verdict would be. */
  standing: findingSchema.exactOptional(),
  /** The verdict that was carried to the market, and what each juror gets who found the same. */
  verdict: z.strictObject({ finding: findingSchema, share: bigintSchema(96), decided: placeSchema }).exactOptional(),
  /** When it ended without one. */
  lapsed: placeSchema.exactOptional(),
});

export type IndexedJuryCase = z.output<typeof juryCaseSchema>;

/** `GET /v1/jobs/<jobId>/case`: a job is disputed once at most, so its id names the case. Not found until somebody opens it. */
export const juryCaseResponseSchema = z.strictObject({ asOf: asOfSchema, case: juryCaseSchema });

export type JuryCaseResponse = z.output<typeof juryCaseResponseSchema>;
