import { z } from "zod";
import { cidSchema } from "../cid-schema.ts";
import { uintSchema } from "../hex.ts";

/** Answer to `PUT /v1/blobs/<cid>`: the blob is stored durably. */
export const blobPutResponseSchema = z.strictObject({
  cid: cidSchema,
  size: uintSchema(53),
  /** Unix seconds. */
  expiresAt: uintSchema(40),
});

export type BlobPutResponse = z.output<typeof blobPutResponseSchema>;
