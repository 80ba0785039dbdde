import { describe, expect, it } from "vitest";
import { ByteWriter } from "../src/binary/writer.ts";
import { ProgramRefusedError } from "../src/errors.ts";
import { instrument } from "../src/instrument.ts";
import { CODE_COUNT, type Immediate, type Instruction, instructionOf, MISC, Op, SIMD } from "../src/opcodes.ts";
import { moduleOfBody, zeroOf } from "./support/raw-module.ts";

const OPTIONS = { fuel: 10n ** 9n, memoryBytes: 2 ** 20 };

const codes = Array.from({ length: CODE_COUNT }, (_, code) => code);
const plain = codes.filter((code) => instructionOf(code)?.pops !== undefined && code !== Op.end);
const unknown = codes.filter((code) => instructionOf(code) === undefined && code !== 0xfc && code !== 0xfd);

describe("the table of instructions", () => {
  it("has the instructions of WebAssembly 2.0 with fixed types", () => {
    const numeric = 128 + 4 + 8;
    const memory = 23 + 2 + 8;
    const vector = 236;
    const nop = 1;
    expect(plain.length).toBe(numeric + memory + vector + nop);
  });

  it.each(plain.map((code) => [name(code), code] as const))(
    "gives %s the types that the engine gives it",
    (_, code) => {
      const module = moduleOfBody(bodyAround(code, instructionOf(code) as Instruction));
      expect(WebAssembly.validate(module as Uint8Array<ArrayBuffer>)).toBe(true);
      expect(WebAssembly.validate(instrument(module, OPTIONS).wasm)).toBe(true);
    },
  );

  it("refuses every code that is not in it", () => {
    for (const code of unknown) {
      const body = new ByteWriter()
        .u8(0)
        .ops(...encode(code), 0, 0, Op.end)
        .view()
        .slice();
      expect(() => instrument(moduleOfBody(body), OPTIONS), name(code)).toThrow(ProgramRefusedError);
    }
    expect(unknown.length).toBeGreaterThan(300);
  });
});

function bodyAround(code: number, { immediate, pops, pushes }: Instruction): Uint8Array {
  const w = new ByteWriter().u8(0);
  for (const type of pops ?? []) w.ops(...zeroOf(type));
  w.ops(...encode(code), ...immediateBytes(immediate, code));
  for (const _ of pushes) w.u8(Op.drop);
  return w.u8(Op.end).view().slice();
}

function encode(code: number): number[] {
  if (code >= SIMD) return [0xfd, ...new ByteWriter().u32(code - SIMD).view()];
  return code >= MISC ? [0xfc, ...new ByteWriter().u32(code - MISC).view()] : [code];
}

function immediateBytes(immediate: Immediate, code: number): number[] {
  const sizes: Partial<Record<Immediate, number>> = {
    index: 1,
    indices: 2,
    memory: 2,
    zero: 1,
    zeros: 2,
    leb32: 1,
    leb64: 1,
    bytes4: 4,
    bytes8: 8,
    bytes16: 16,
    lane: 1,
    memoryLane: 3,
  };
  const bytes = new Array<number>(sizes[immediate] ?? 0).fill(0);
  if (code === Op.memoryInit) return [0, 0];
  return bytes;
}

function name(code: number): string {
  if (code >= SIMD) return `0xfd 0x${(code - SIMD).toString(16)}`;
  return code >= MISC ? `0xfc 0x${(code - MISC).toString(16)}` : `0x${code.toString(16)}`;
}
