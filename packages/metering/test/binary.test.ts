import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteReader } from "../src/binary/reader.ts";
import { ByteWriter } from "../src/binary/writer.ts";
import { ProgramRefusedError } from "../src/errors.ts";

describe("numbers in LEB128", () => {
  it("come back as they were written", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffff_ffff }), (value) => {
        expect(new ByteReader(new ByteWriter().u32(value).view()).u32()).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 32), max: 2 ** 32 - 1 }), (value) => {
        expect(new ByteReader(new ByteWriter().signed(value).view()).s33()).toBe(value);
      }),
    );
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => {
        const bytes = new ByteWriter().signed(value).view();
        const reader = new ByteReader(bytes);
        reader.skipLeb(10);
        expect(reader.done).toBe(true);
        expect(decodeSigned(bytes)).toBe(value);
      }),
    );
  });

  it.each([
    ["longer than five bytes", [0x80, 0x80, 0x80, 0x80, 0x80, 0x00]],
    ["beyond 32 bits", [0xff, 0xff, 0xff, 0xff, 0x1f]],
    ["cut off", [0x80]],
    ["missing", []],
  ])("are refused when %s", (_, bytes) => {
    expect(() => new ByteReader(new Uint8Array(bytes)).u32()).toThrow(ProgramRefusedError);
  });

  it("may be padded", () => {
    expect(new ByteReader(new Uint8Array([0x81, 0x80, 0x00])).u32()).toBe(1);
  });
});

function decodeSigned(bytes: Uint8Array): bigint {
  let value = 0n;
  bytes.forEach((byte, index) => {
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
  });
  return BigInt.asIntN(7 * bytes.length, value);
}
