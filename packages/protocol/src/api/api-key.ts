import { z } from "zod";
import { uintSchema } from "../hex.ts";
import { idSchema } from "./session.ts";

/**
 * What a key may do. read: everything of its account that can be read. blobs: put and give up blobs. manifests: check, store,
 * save, rename and remove manifests. notifications: mark as read, choose.
 */
export const API_KEY_SCOPES = ["read", "blobs", "manifests", "notifications"] as const;
export type ApiKeyScope = (typeof API_KEY_SCOPES)[number];

export const API_KEY_PREFIX = "hive_";
/** Name of the scheme in the `authorization` header. */
export const API_KEY_SCHEME = "Bearer";

/** Text that a person gives to a thing of theirs. */
export const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .refine((name) => !/\p{Cc}/u.test(name) && name.isWellFormed(), "text without control characters");

const scopesSchema = z
  .array(z.enum(API_KEY_SCOPES))
  .min(1)
  .max(API_KEY_SCOPES.length)
  .refine((scopes) => new Set(scopes).size === scopes.length, "each scope once");

/** `POST /v1/api-keys`. */
export const apiKeyRequestSchema = z.strictObject({
  name: nameSchema,
  scopes: scopesSchema,
  /** Unix seconds; without it the key lives until it is revoked. */
  expiresAt: uintSchema(40).exactOptional(),
});

export const apiKeySchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  /** How the secret begins, so that its owner knows which one it is. */
  prefix: z.string().max(20),
  scopes: scopesSchema,
  createdAt: uintSchema(40),
  lastUsedAt: uintSchema(40).exactOptional(),
  expiresAt: uintSchema(40).exactOptional(),
});

/** The only answer that ever holds the secret. */
export const apiKeyCreatedSchema = z.strictObject({ key: apiKeySchema, secret: z.string().max(100) });

/** `GET /v1/api-keys`, newest first. */
export const apiKeysResponseSchema = z.strictObject({ keys: z.array(apiKeySchema), limit: uintSchema(16) });

export type ApiKeyRequest = z.output<typeof apiKeyRequestSchema>;
export type ApiKey = z.output<typeof apiKeySchema>;
export type ApiKeyCreated = z.output<typeof apiKeyCreatedSchema>;
export type ApiKeysResponse = z.output<typeof apiKeysResponseSchema>;
