import type { Hex } from "viem";
import { z } from "zod";
import { addressSchema, uintSchema } from "../hex.ts";

/** What the wallet shows above a sign-in message's fields. */
export const SIGN_IN_STATEMENT = "Sign in to this ComputeHive gateway. This costs nothing and moves nothing.";
/** A nonce serves one sign-in, and only for so long, seconds. */
export const NONCE_SECONDS = 300;

/** Name of an entry of a list: a letter or digit, then letters, digits and dashes. */
export const idSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{7,63}$/, "an id of 8 to 64 lower-case letters, digits and dashes");

/** `POST /v1/session/nonce`. */
export const nonceResponseSchema = z.strictObject({
  nonce: z.string().min(8).max(128),
  /** Unix seconds. */
  expiresAt: uintSchema(40),
});

/**
 * `POST /v1/session`: an EIP-4361 message and the wallet's signature of it. The message states the page's origin as domain,
 * scheme and uri, the gateway's chain, a nonce of the gateway, an expiration time, and the gateway's audience as a resource.
 */
export const signInSchema = z.strictObject({
  message: z.string().min(1).max(4_096),
  /** 65 bytes of an externally owned account; contract accounts sign what they like. */
  signature: z
    .string()
    .max(8_194)
    .regex(/^0x(?:[0-9a-fA-F]{2})+$/, "whole bytes as 0x and hexadecimal digits")
    .transform((value) => value as Hex),
});

export const sessionSchema = z.strictObject({
  id: idSchema,
  account: addressSchema,
  /** The browser, as it names itself. */
  device: z.string().max(200),
  /** Unix seconds, as all times here. */
  createdAt: uintSchema(40),
  lastUsedAt: uintSchema(40),
  expiresAt: uintSchema(40),
  /** Whether the request that asks belongs to it. */
  current: z.boolean(),
});

/** `GET /v1/session`: without `session`, nobody is signed in; that is no error. */
export const sessionResponseSchema = z.strictObject({ session: sessionSchema.exactOptional() });

/** `GET /v1/sessions`: all that live, newest first. */
export const sessionsResponseSchema = z.strictObject({ sessions: z.array(sessionSchema) });

export type NonceResponse = z.output<typeof nonceResponseSchema>;
export type SignIn = z.output<typeof signInSchema>;
export type Session = z.output<typeof sessionSchema>;
export type SessionResponse = z.output<typeof sessionResponseSchema>;
export type SessionsResponse = z.output<typeof sessionsResponseSchema>;
