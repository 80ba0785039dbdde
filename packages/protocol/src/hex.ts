import { type Address, type Hex, isAddress } from "viem";
import { z } from "zod";

/** JSON forms of the values that JSON has no type for. */
export const hex32Schema = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, "32 bytes as 0x and 64 lower-case hexadecimal digits")
  .transform((value) => value as Hex);

export const signatureSchema = z
  .string()
  .regex(/^0x[0-9a-fA-F]{130}$/, "a signature of 65 bytes as 0x and hexadecimal digits")
  .transform((value) => value as Hex);

export const addressSchema = z
  .string()
  .refine(
    (value) => isAddress(value),
    "an address: 0x and 40 hexadecimal digits, with a right checksum if of mixed case",
  )
  .transform((value) => value as Address);

/** A whole number as decimal digits, below 2^bits. */
export function decimalSchema(bits: number) {
  return z
    .string()
    .regex(/^(0|[1-9]\d*)$/, "a whole number as decimal digits")
    .max(78, "a whole number as decimal digits")
    .refine((value) => /^\d+$/.test(value) && BigInt(value) < 2n ** BigInt(bits), `below 2^${bits}`);
}

/** Like `decimalSchema`, read into a bigint. */
export function bigintSchema(bits: number) {
  return decimalSchema(bits).transform((value) => BigInt(value));
}

/** A whole number below 2^bits that a JSON number holds exactly. */
export function uintSchema(bits: 8 | 16 | 24 | 32 | 40 | 48 | 53) {
  return z
    .int()
    .min(0)
    .lt(2 ** bits);
}
