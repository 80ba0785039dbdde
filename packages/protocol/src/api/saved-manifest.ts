import { z } from "zod";
import { cidSchema } from "../cid-schema.ts";
import { uintSchema } from "../hex.ts";
import { manifestSchema } from "../manifest.ts";
import { nameSchema } from "./api-key.ts";
import { idSchema } from "./session.ts";

/** `POST /v1/saved-manifests`. An account's names are unique; the same name with an equal manifest changes nothing. */
export const saveManifestSchema = z.strictObject({
  name: nameSchema,
  /** Checked by the manifest's own rules. The blobs that it names need not be stored here yet. */
  manifest: z.unknown(),
});

/** `PATCH /v1/saved-manifests/<id>`. */
export const renameManifestSchema = z.strictObject({ name: nameSchema });

export const savedManifestSchema = z.strictObject({
  id: idSchema,
  name: nameSchema,
  /** Of the canonical form. */
  cid: cidSchema,
  /** Bytes of the canonical form. */
  size: uintSchema(53),
  createdAt: uintSchema(40),
  updatedAt: uintSchema(40),
});

/** `GET /v1/saved-manifests?after=<id>&limit=`: newest first. */
export const savedManifestsResponseSchema = z.strictObject({
  manifests: z.array(savedManifestSchema),
  /** Id to ask the next page after; absent on the last page. */
  next: idSchema.exactOptional(),
  /** How many an account has, and may have. */
  count: uintSchema(32),
  limit: uintSchema(32),
});

/** `GET /v1/saved-manifests/<id>`. */
export const savedManifestResponseSchema = z.strictObject({ ...savedManifestSchema.shape, manifest: manifestSchema });

export type SavedManifest = z.output<typeof savedManifestSchema>;
export type SavedManifestsResponse = z.output<typeof savedManifestsResponseSchema>;
export type SavedManifestResponse = z.output<typeof savedManifestResponseSchema>;
