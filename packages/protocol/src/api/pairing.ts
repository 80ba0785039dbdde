import { z } from "zod";
import { addressSchema, hex32Schema, signatureSchema, uintSchema } from "../hex.ts";
import { idSchema } from "./session.ts";

/** Digits and letters that nobody mistakes for one another: no 0, 1, I, L, O, U. */
export const PAIRING_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
export const PAIRING_CODE_LENGTH = 8;
/** A code serves once, and only for so long, seconds. */
export const PAIRING_SECONDS = 600;

/** As people type it: in any case, with or without the dash in the middle. */
export const pairingCodeSchema = z
  .string()
  .max(32)
  .transform((text) => text.toUpperCase().replaceAll(/[\s-]/g, ""))
  .refine(
    (code) => code.length === PAIRING_CODE_LENGTH && [...code].every((letter) => PAIRING_ALPHABET.includes(letter)),
    `a code of ${PAIRING_CODE_LENGTH} letters and digits`,
  );

/** `ABCD-EFGH`, as it is shown. */
export function formatPairingCode(code: string): string {
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/** What an agent says of its node when it asks to be paired. */
export const pairingContentSchema = z.strictObject({
  node: addressSchema,
  /** The agent's clock, Unix seconds. */
  openedAt: uintSchema(40),
  resourceClass: z.string().regex(/^[\x21-\x7e]{1,32}$/),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/)
    .exactOptional(),
  capacity: z.strictObject({ slots: uintSchema(16), memoryBytes: uintSchema(53) }),
  /** Names of the confinement layers that this machine offers and the agent uses. */
  layers: z.array(z.string().max(40)).max(32),
  agentVersion: z.string().max(40),
});

/** `POST /v1/pairings`, by the agent. The signature is the node key's, EIP-712 over the content's hash and the audience. */
export const pairingOpenSchema = z.strictObject({ ...pairingContentSchema.shape, signature: signatureSchema });

export const pairingOpenedSchema = z.strictObject({
  id: idSchema,
  /** Without its dash. */
  code: z.string().length(PAIRING_CODE_LENGTH),
  expiresAt: uintSchema(40),
});

/**
 * open: waits for somebody who knows the code. claimed: an account has entered it. confirmed: that account chose the profile.
 * signed: the node key signed the profile. refused: the agent said no. cancelled: either side gave it up. expired: too late.
 */
export const PAIRING_STATES = ["open", "claimed", "confirmed", "signed", "refused", "cancelled", "expired"] as const;
export type PairingState = (typeof PAIRING_STATES)[number];

/** `IStaking.NodeProfile` in JSON. */
export const nodeProfileSchema = z.strictObject({
  provider: addressSchema,
  node: addressSchema,
  payee: addressSchema,
  /** Text of up to 32 bytes, padded with zeros at its end. */
  resourceClass: hex32Schema,
  region: hex32Schema,
  capabilityHash: hex32Schema,
  tlsKeyHash: hex32Schema,
  endpoint: z.string().max(256),
});

/** `POST /v1/pairings/claim`, by the provider. */
export const pairingClaimSchema = z.strictObject({ code: pairingCodeSchema });

/** `POST /v1/pairings/<id>/confirm`, by the provider: what the node is to be registered as. */
export const pairingConfirmSchema = z.strictObject({ profile: nodeProfileSchema });

/** `POST /v1/pairings/<id>/answer`, by the agent. */
export const pairingAnswerSchema = z.union([
  z.strictObject({ accept: z.literal(true), nodeSignature: signatureSchema }),
  z.strictObject({ accept: z.literal(false), reason: z.string().max(500) }),
]);

/** `GET /v1/pairings/<id>`, for the agent and for the account that claimed it; the answer to claim, confirm and answer as well. */
export const pairingSchema = z.strictObject({
  id: idSchema,
  state: z.enum(PAIRING_STATES),
  /** Signed by the node; `isPairingSigned` checks it. */
  opening: pairingOpenSchema,
  expiresAt: uintSchema(40),
  /** Who entered the code. */
  provider: addressSchema.exactOptional(),
  /** Since `confirmed`. */
  profile: nodeProfileSchema.exactOptional(),
  /** Since `signed`: with the profile, the arguments of `registerNode`. */
  nodeSignature: signatureSchema.exactOptional(),
  /** Why, where the agent refused. */
  reason: z.string().max(500).exactOptional(),
});

export type PairingContent = z.output<typeof pairingContentSchema>;
export type PairingOpen = z.output<typeof pairingOpenSchema>;
export type PairingOpened = z.output<typeof pairingOpenedSchema>;
export type PairingAnswer = z.output<typeof pairingAnswerSchema>;
export type Pairing = z.output<typeof pairingSchema>;
