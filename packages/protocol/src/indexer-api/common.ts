import { z } from "zod";
import { addressSchema, hex32Schema, uintSchema } from "../hex.ts";

/**
 * What every answer of the indexer shares. Amounts of money, stake and units are decimal strings on the wire and bigints
 * after parsing; times are Unix seconds of the chain; addresses and hashes are lower-case.
 */

/** Most entries of one page. */
export const LARGEST_PAGE = 200;
export const DEFAULT_PAGE = 50;

/** A block that the indexer has read whole: the answer holds everything up to it, and perhaps a little of what came after. */
export const asOfSchema = z.strictObject({
  block: uintSchema(53),
  /** Time of that block, Unix seconds: "now" for everything in the answer that depends on a clock. */
  at: uintSchema(40),
});

export type AsOf = z.output<typeof asOfSchema>;

/** Where on the chain something happened. */
export const placeSchema = z.strictObject({
  block: uintSchema(53),
  /** Time of the block, Unix seconds. */
  at: uintSchema(40),
  transaction: hex32Schema,
  logIndex: uintSchema(32),
});

export type Place = z.output<typeof placeSchema>;

/** Opaque: what an answer gave as `next`. */
export const cursorSchema = z.string().regex(/^[A-Za-z0-9_-]{1,256}$/, "a cursor as an earlier answer gave it");

const pageQueryFields = {
  cursor: cursorSchema.exactOptional(),
  limit: z.coerce.number().int().min(1).max(LARGEST_PAGE).exactOptional(),
};

export const pageQuerySchema = z.strictObject(pageQueryFields);

/** Schema of a list's query: the page, and what the list can be narrowed by. */
export function queryOf<fields extends z.ZodRawShape>(fields: fields) {
  return z.strictObject({ ...pageQueryFields, ...fields });
}

/** Schema of one page of a list. `next` is absent on the last page. */
export function pageOf<item extends z.ZodType>(item: item) {
  return z.strictObject({ asOf: asOfSchema, items: z.array(item), next: cursorSchema.exactOptional() });
}

/** Such as `cpu.v1`; a class whose bytes are not printable is its hexadecimal number. */
export const resourceClassSchema = z.string().regex(/^[\x21-\x7e]{1,66}$/, "the short name of a resource class");

/** An address in a query: any case is understood. */
export const addressQuerySchema = addressSchema.transform((address) => address.toLowerCase() as typeof address);
