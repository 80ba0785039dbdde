import { z } from "zod";
import { hex32Schema, uintSchema } from "../hex.ts";
import { jobOrderSchema, jobTermsSchema } from "../indexer-api/job.ts";

/** A contract account's signature may be long, one of a key has 65 bytes. */
export const MAX_SIGNATURE_BYTES = 4_096;

export const signatureBytesSchema = z
  .string()
  .regex(/^0x([0-9a-fA-F]{2})+$/, "bytes as 0x and hexadecimal digits")
  .max(2 + 2 * MAX_SIGNATURE_BYTES, `at most ${MAX_SIGNATURE_BYTES} bytes`)
  .transform((value) => value as `0x${string}`);

/** `POST /v1/orders`: an order that its buyer signed, for any node to claim. See `IJobMarket.claimSigned`. */
export const signedOrderSchema = z.strictObject({
  order: jobOrderSchema,
  terms: jobTermsSchema,
  /** By the order's funding: of the order, of the token's authorization, or of Permit2's transfer. */
  signature: signatureBytesSchema,
});

/**
 * How an order stands that was left at a gateway. `waiting`: shown to nodes. `known`: the market has heard of it, so it was claimed,
 * posted or cancelled. `uncovered`: no node could claim it when the chain was last asked, such as after its money went elsewhere.
 * `over`: the time to claim it has run out, as far as the gateway knows.
 */
export const LEFT_ORDER_STANDINGS = ["waiting", "known", "uncovered", "over"] as const;
export type LeftOrderStanding = (typeof LEFT_ORDER_STANDINGS)[number];

export const leftOrderSchema = z.strictObject({
  jobId: hex32Schema,
  ...signedOrderSchema.shape,
  /** Unix seconds, the gateway's clock. */
  leftAt: uintSchema(40),
  standing: z.enum(LEFT_ORDER_STANDINGS),
});

/** `GET /v1/orders?resourceClass=&buyer=&after=<job id>&limit=`: those that wait for a node, in the order in which they were left. */
export const leftOrdersResponseSchema = z.strictObject({
  orders: z.array(leftOrderSchema),
  /** Job id to ask the next page after; absent on the last page. */
  next: hex32Schema.exactOptional(),
});

export type SignedOrder = z.output<typeof signedOrderSchema>;
export type LeftOrder = z.output<typeof leftOrderSchema>;
export type LeftOrdersResponse = z.output<typeof leftOrdersResponseSchema>;
