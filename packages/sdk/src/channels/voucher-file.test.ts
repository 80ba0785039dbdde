import { describe, expect, it } from "vitest";
import type { SignedVoucher } from "./voucher.ts";
import { readVoucher, VoucherInvalidError, voucherToJson } from "./voucher-file.ts";

const address = (digit: string) => `0x${digit.repeat(40)}` as const;
const word = (digit: string) => `0x${digit.repeat(64)}` as const;

const VOUCHER: SignedVoucher = {
  chainId: 31_337,
  escrow: address("1"),
  channel: {
    payer: address("2"),
    signer: address("3"),
    payee: address("4"),
    token: address("5"),
    closeDelay: 3_600,
    salt: 2n ** 64n - 1n,
  },
  cumulative: 2n ** 96n - 1n,
  receiptsRoot: word("6"),
  signature: `0x${"ab".repeat(64)}1b`,
};
const BY_P256: SignedVoucher = {
  ...VOUCHER,
  signature: `0x${"ab".repeat(64)}`,
  publicKey: { x: word("7"), y: word("8") },
};

describe("a voucher's file", () => {
  it.each([VOUCHER, BY_P256])("gives back what was written", (voucher) => {
    expect(readVoucher(JSON.stringify(voucherToJson(voucher)))).toEqual(voucher);
  });

  it.each<[string, string]>([
    ["voucher", ""],
    ["voucher", "{"],
    ["voucher", "\u0000\ufffd%PDF"],
    ["voucher", "null"],
    ["voucher", "[]"],
    ["voucher", '"0x12"'],
    ["voucher", " ".repeat(20_000)],
    ["version", jsonWith({ version: 2 })],
    ["version", jsonWith({ version: "1" })],
    ["chainId", jsonWith({ chainId: 0 })],
    ["chainId", jsonWith({ chainId: 1.5 })],
    ["escrow", jsonWith({ escrow: "0x12" })],
    ["channel", jsonWith({ channel: null })],
    ["channel.payee", jsonWith({ channel: { ...json().channel, payee: undefined } })],
    [
      "channel.payer",
      jsonWith({ channel: { ...json().channel, payer: "0xABcdefabcdefabcdefabcdefabcdefabcdefabcd" } }),
    ],
    ["channel.closeDelay", jsonWith({ channel: { ...json().channel, closeDelay: 2 ** 32 } })],
    ["channel.salt", jsonWith({ channel: { ...json().channel, salt: 12 } })],
    ["channel.salt", jsonWith({ channel: { ...json().channel, salt: (2n ** 64n).toString() } })],
    ["channel", jsonWith({ channel: { ...json().channel, more: 1 } })],
    ["cumulative", jsonWith({ cumulative: 5 })],
    ["cumulative", jsonWith({ cumulative: "-5" })],
    ["cumulative", jsonWith({ cumulative: "1e3" })],
    ["cumulative", jsonWith({ cumulative: (2n ** 96n).toString() })],
    ["receiptsRoot", jsonWith({ receiptsRoot: "0x" })],
    ["signature", jsonWith({ signature: "0x" })],
    ["signature", jsonWith({ signature: `0x${"ab".repeat(65)}` })],
    ["signature", jsonWith({ signature: BY_P256.signature })],
    ["signature", jsonWith({ publicKey: BY_P256.publicKey })],
    ["publicKey.y", jsonWith({ signature: BY_P256.signature, publicKey: { x: word("7") } })],
    ["voucher", jsonWith({ more: 1 })],
  ])("names %s of rubbish, and the rule", (field, text) => {
    const error = faultOf(text);
    expect(error.field).toBe(field);
    expect(error.rule.length).toBeGreaterThan(5);
    expect(error.metaMessages).toEqual([`Field: ${field}`, `Rule:  ${error.rule}`]);
  });
});

function json() {
  return voucherToJson(VOUCHER);
}

function jsonWith(change: Record<string, unknown>): string {
  return JSON.stringify({ ...json(), ...change });
}

function faultOf(text: string): VoucherInvalidError {
  try {
    readVoucher(text);
  } catch (error) {
    if (error instanceof VoucherInvalidError) return error;
    throw error;
  }
  throw new Error("It was read.");
}
