import { ByteWriter } from "../../src/binary/writer.ts";
import { Section } from "../../src/module-shape.ts";
import { F32, F64, FUNCREF, I32, I64, Op, V128 } from "../../src/opcodes.ts";

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

/** A module with one function `() → ()` made of these bytes (locals, instructions, end), a memory, a table and a data segment. */
export function moduleOfBody(body: Uint8Array): Uint8Array {
  const content = (write: (w: ByteWriter) => void): ByteWriter => {
    const w = new ByteWriter();
    write(w);
    return w;
  };
  return new ByteWriter()
    .ops(...HEADER)
    .section(
      Section.type,
      content((w) => w.ops(1, 0x60, 0, 0)),
    )
    .section(
      Section.function,
      content((w) => w.ops(1, 0)),
    )
    .section(
      Section.table,
      content((w) => w.ops(1, FUNCREF, 0, 4)),
    )
    .section(
      Section.memory,
      content((w) => w.ops(1, 0, 1)),
    )
    .section(
      Section.global,
      content((w) => w.ops(1, I32, 1, Op.i32Const, 0, Op.end)),
    )
    .section(
      Section.export,
      content((w) => w.u8(1).text("_start").ops(0, 0)),
    )
    .section(
      Section.element,
      content((w) => w.ops(1, 1, 0, 1, 0)),
    )
    .section(
      Section.dataCount,
      content((w) => w.ops(1)),
    )
    .section(
      Section.code,
      content((w) => w.u8(1).u32(body.length).raw(body)),
    )
    .section(
      Section.data,
      content((w) => w.ops(1, 1, 1, 0)),
    )
    .view()
    .slice();
}

/** An instruction that pushes zero of `type`. */
export function zeroOf(type: number): number[] {
  switch (type) {
    case I32:
      return [Op.i32Const, 0];
    case I64:
      return [Op.i64Const, 0];
    case F32:
      return [Op.f32Const, 0, 0, 0, 0];
    case F64:
      return [Op.f64Const, 0, 0, 0, 0, 0, 0, 0, 0];
    case V128:
      return [0xfd, 12, ...new Array<number>(16).fill(0)];
    default:
      return [Op.refNull, type];
  }
}
