import { ComputeHiveError } from "@computehive/protocol/error";
import { addressSchema, bigintSchema, hex32Schema, uintSchema } from "@computehive/protocol/hex";
import type { Hex } from "viem";
import { z } from "zod";
import type { SignedVoucher } from "./voucher.ts";

const VERSION = 1;

/** Characters; a voucher takes about a thousand. */
const LONGEST_FILE = 16_384;

const ECDSA_BYTES = 65;
const P256_BYTES = 64;

const signatureSchema = z
  .string()
  .regex(
    /^0x([0-9a-fA-F]{128}1[bcBC]|[0-9a-fA-F]{128})$/,
    "0x and the hexadecimal digits of 65 bytes that end with 1b or 1c, or of 64 by a P-256 key",
  )
  .transform((value) => value as Hex);

/** A voucher as JSON: integers of 64 bits and more are decimal strings. */
const voucherSchema = z
  .strictObject({
    version: z.literal(VERSION, `${VERSION}: this program reads no other`),
    chainId: uintSchema(53).min(1),
    escrow: addressSchema,
    channel: z.strictObject({
      payer: addressSchema,
      signer: addressSchema,
      payee: addressSchema,
      token: addressSchema,
      closeDelay: uintSchema(32),
      salt: bigintSchema(64),
    }),
    cumulative: bigintSchema(96),
    receiptsRoot: hex32Schema,
    signature: signatureSchema,
    publicKey: z.strictObject({ x: hex32Schema, y: hex32Schema }).exactOptional(),
  })
  .refine(({ signature, publicKey }) => bytesOf(signature) === (publicKey ? P256_BYTES : ECDSA_BYTES), {
    path: ["signature"],
    error: `${ECDSA_BYTES} bytes, or ${P256_BYTES} bytes with the publicKey of a P-256 key`,
  });

export type VoucherJson = z.input<typeof voucherSchema>;

export function voucherToJson({
  chainId,
  escrow,
  channel,
  cumulative,
  receiptsRoot,
  signature,
  publicKey,
}: SignedVoucher): VoucherJson {
  const { payer, signer, payee, token, closeDelay, salt } = channel;
  return {
    version: VERSION,
    chainId,
    escrow,
    channel: { payer, signer, payee, token, closeDelay, salt: salt.toString() },
    cumulative: cumulative.toString(),
    receiptsRoot,
    signature,
    ...(publicKey && { publicKey }),
  };
}

/** Reads a voucher's file. @throws VoucherInvalidError, which names the field and its rule. */
export function readVoucher(text: string): SignedVoucher {
  const parsed = voucherSchema.safeParse(jsonOf(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new VoucherInvalidError({ field: issue?.path.join(".") || "voucher", rule: issue?.message ?? "a voucher" });
  }
  const { version: _, ...voucher } = parsed.data;
  return voucher;
}

function jsonOf(text: string): unknown {
  if (text.length > LONGEST_FILE)
    throw new VoucherInvalidError({ field: "voucher", rule: `at most ${LONGEST_FILE} characters` });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new VoucherInvalidError({ field: "voucher", rule: "a JSON document", cause });
  }
}

function bytesOf(hex: Hex): number {
  return (hex.length - 2) / 2;
}

export class VoucherInvalidError extends ComputeHiveError {
  override readonly name = "VoucherInvalidError";
  readonly field: string;
  readonly rule: string;
  constructor({ field, rule, cause }: { field: string; rule: string; cause?: unknown }) {
    super("This is not a voucher.", { metaMessages: [`Field: ${field}`, `Rule:  ${rule}`], cause });
    this.field = field;
    this.rule = rule;
  }
}
