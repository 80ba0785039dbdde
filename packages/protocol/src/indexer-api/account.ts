import { z } from "zod";
import { addressSchema, bigintSchema, hex32Schema, uintSchema } from "../hex.ts";
import { asOfSchema, cursorSchema, pageQuerySchema, placeSchema } from "./common.ts";

/** Why free money changed. */
export const MOVEMENT_KINDS = [
  "deposited",
  "withdrawn",
  /** Into a job at its posting: maximum pay and bond. */
  "posted",
  /** Back from a job: cancelled, lapsed, or what its settlement left, and of a wrong replica's stake what the verdict cost. */
  "cancelled",
  "lapsed",
  "refunded",
  /** To the payee of an execution. */
  "paid",
  /** To whoever decided a dispute: the arbiter, or each juror. */
  "fee",
  "staked",
  "unstaked",
  /** Into a channel's reservation, and what was left of it at the close. */
  "reserved",
  "released",
  /** By a voucher: to the channel's payee; out of the payer's free money where the reservation did not suffice. */
  "redeemed",
  "drawn",
  /** Between an owner and a session's key. */
  "session",
  /** To whoever carried a signed statement to the chain. */
  "carried",
  /** Into a seat of the jury, and back. */
  "seat",
  /** Into a jury's case against a majority, and back where the case lapsed. */
  "appeal",
  /** The deposit of a secret that the jury's randomness is made of, and back. */
  "secret",
  /** Came by a contract that is not of this deployment: seen only because it left again. */
  "unseen",
] as const;

export type MovementKind = (typeof MOVEMENT_KINDS)[number];

export const movementSchema = z.strictObject({
  kind: z.enum(MOVEMENT_KINDS),
  token: addressSchema,
  /** Always positive; `direction` says which way. */
  amount: bigintSchema(256),
  direction: z.enum(["in", "out"]),
  /** Free money after it. */
  free: bigintSchema(256),
  jobId: hex32Schema.exactOptional(),
  executionId: hex32Schema.exactOptional(),
  channelId: hex32Schema.exactOptional(),
  place: placeSchema,
});

export type Movement = z.output<typeof movementSchema>;

/**
 * `GET /v1/accounts/<address>`. An address that never appeared has an empty account. Free money is what this deployment's
 * contracts moved, and never below zero: a foreign contract that draws on the same escrow leaves no event, so pay by what the
 * chain says.
 */
export const accountResponseSchema = z.strictObject({
  asOf: asOfSchema,
  account: addressSchema,
  balances: z.array(z.strictObject({ token: addressSchema, free: bigintSchema(128), epoch: uintSchema(24) })),
  operators: z.array(
    z.strictObject({
      operator: addressSchema,
      token: addressSchema,
      /** What may still be drawn. */
      cap: bigintSchema(128),
      /** Last second (Unix). */
      expiry: uintSchema(40),
      set: placeSchema,
    }),
  ),
  /** A page of them, newest first. */
  movements: z.array(movementSchema),
  next: cursorSchema.exactOptional(),
});

export const accountQuerySchema = pageQuerySchema;

export type AccountQuery = z.input<typeof accountQuerySchema>;
export type AccountResponse = z.output<typeof accountResponseSchema>;
