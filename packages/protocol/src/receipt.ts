import { type Address, type Hex, hashTypedData } from "viem";
import { z } from "zod";
import { hashStructOf, type MarketDomain, marketDomain } from "./domain.ts";
import { receiptDetailsFields, receiptFields } from "./generated/typed-data.ts";
import { addressSchema, bigintSchema, hex32Schema, uintSchema } from "./hex.ts";

/** The money part of a receipt; see `IJobMarket.Work`. */
export interface Work {
  units: bigint;
  detailsHash: Hex;
}

/** Everything of a receipt that no payment depends on; see `IJobMarket.ReceiptDetails`. */
export interface ReceiptDetails {
  contextKind: number;
  contextId: Hex;
  buyer: Address;
  sequence: bigint;
  manifestHash: Hex;
  programHash: Hex;
  inputHash: Hex;
  outputHash: Hex;
  /** Index into `OUTCOMES`. */
  outcome: number;
  exitCode: number;
  unitKind: number;
  unitSize: bigint;
  fixedPrice: bigint;
  price: bigint;
  amount: bigint;
  token: Address;
  startedAt: number;
  endedAt: number;
  energyMilliwattHours: bigint;
  attestationId: Hex;
}

/** A statement of work done: who, what, in, out, units, price. */
export interface Receipt {
  executionId: Hex;
  node: Address;
  units: bigint;
  details: ReceiptDetails;
}

export const CONTEXT_JOB = 0;
export const CONTEXT_CHANNEL = 1;

const types = { Receipt: receiptFields, ReceiptDetails: receiptDetailsFields } as const;

/** What node and buyer sign. */
export function receiptTypedData(domain: MarketDomain, receipt: Receipt) {
  return { domain: marketDomain(domain), types, primaryType: "Receipt", message: { ...receipt } } as const;
}

/** The receipt's EIP-712 digest. */
export function receiptHashOf(domain: MarketDomain, receipt: Receipt): Hex {
  return hashTypedData(receiptTypedData(domain, receipt));
}

/** EIP-712 hash of the details, without domain: `Work.detailsHash`. */
export function detailsHashOf(details: ReceiptDetails): Hex {
  return hashStructOf({ types, primaryType: "ReceiptDetails", message: { ...details } });
}

export function workOf({ units, details }: Receipt): Work {
  return { units, detailsHash: detailsHashOf(details) };
}

/** What a settled slot keeps of a receipt's hash: its first 31 bytes, left-aligned. */
export function recordedReceiptHash(receiptHash: Hex): Hex {
  return `${receiptHash.slice(0, 64)}00` as Hex;
}

const receiptDetailsSchema = z.strictObject({
  contextKind: uintSchema(8),
  contextId: hex32Schema,
  buyer: addressSchema,
  sequence: bigintSchema(64),
  manifestHash: hex32Schema,
  programHash: hex32Schema,
  inputHash: hex32Schema,
  outputHash: hex32Schema,
  outcome: uintSchema(8),
  exitCode: uintSchema(32),
  unitKind: uintSchema(8),
  unitSize: bigintSchema(64),
  fixedPrice: bigintSchema(96),
  price: bigintSchema(96),
  amount: bigintSchema(96),
  token: addressSchema,
  startedAt: uintSchema(40),
  endedAt: uintSchema(40),
  energyMilliwattHours: bigintSchema(64),
  attestationId: hex32Schema,
});

/** A receipt as JSON: integers of 64 bits and more are decimal strings. Reading it gives bigints. */
export const receiptSchema = z.strictObject({
  executionId: hex32Schema,
  node: addressSchema,
  units: bigintSchema(128),
  details: receiptDetailsSchema,
});

export type ReceiptJson = z.input<typeof receiptSchema>;

export function receiptToJson(receipt: Receipt): ReceiptJson {
  return JSON.parse(
    JSON.stringify(receipt, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value)),
  ) as ReceiptJson;
}

/** @throws ZodError where the JSON is not a receipt. */
export function receiptFromJson(json: unknown): Receipt {
  return receiptSchema.parse(json);
}
