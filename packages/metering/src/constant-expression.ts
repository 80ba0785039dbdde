import type { ByteReader } from "./binary/reader.ts";
import { EXTERNREF, F32, F64, FUNCREF, I32, I64, Op, SIMD, V128 } from "./opcodes.ts";

const VALUE_TYPES: ReadonlySet<number> = new Set([I32, I64, F32, F64, V128, FUNCREF, EXTERNREF]);

export function readValueType(reader: ByteReader): number {
  const offset = reader.offset;
  const type = reader.u8();
  if (!VALUE_TYPES.has(type)) throw reader.forbidden(`an unknown value type 0x${type.toString(16)}`, offset);
  return type;
}

/** Passes over an initialiser; refuses instructions that this version does not know there. */
export function readConstantExpression(reader: ByteReader): void {
  for (;;) {
    const offset = reader.offset;
    const code = reader.u8();
    if (code === Op.end) return;
    const skip = SKIP[code];
    if (skip === undefined) throw reader.forbidden(`the instruction 0x${code.toString(16)} in an initialiser`, offset);
    skip(reader);
  }
}

const nothing = (): void => undefined;

const SKIP: Readonly<Record<number, (reader: ByteReader) => void>> = {
  [Op.i32Const]: (reader) => reader.skipLeb(5),
  [Op.i64Const]: (reader) => reader.skipLeb(10),
  [Op.f32Const]: (reader) => reader.skip(4),
  [Op.f64Const]: (reader) => reader.skip(8),
  [Op.globalGet]: (reader) => reader.u32(),
  [Op.refFunc]: (reader) => reader.u32(),
  [Op.refNull]: (reader) => readValueType(reader),
  0xfd: (reader) => {
    if (reader.u32() !== Op.v128Const - SIMD) throw reader.forbidden("a vector instruction in an initialiser");
    reader.skip(16);
  },
  0x6a: nothing,
  0x6b: nothing,
  0x6c: nothing,
  0x7c: nothing,
  0x7d: nothing,
  0x7e: nothing,
};
