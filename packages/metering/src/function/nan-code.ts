import type { ByteWriter } from "../binary/writer.ts";
import { Op } from "../opcodes.ts";
import { NanClass, type NanClassValue } from "./nan-classes.ts";

/** Replaces the value on top by the canonical NaN of its class if it is a NaN; `scratch` is a local of its type. */
export function writeCanonical(w: ByteWriter, nanClass: NanClassValue, scratch: number): void {
  const code = CANONICAL[nanClass];
  if (code === undefined) return;
  w.u8(Op.localTee)
    .u32(scratch)
    .ops(...code.constant);
  w.u8(Op.localGet)
    .u32(scratch)
    .u8(Op.localGet)
    .u32(scratch)
    .ops(...code.equal, ...code.choose);
}

interface CanonicalCode {
  constant: readonly number[];
  equal: readonly number[];
  choose: readonly number[];
}

function scalar32(top: number): CanonicalCode {
  return { constant: [Op.f32Const, 0, 0, 0xc0, top], equal: [Op.f32Eq], choose: [Op.select] };
}

function scalar64(top: number): CanonicalCode {
  return { constant: [Op.f64Const, 0, 0, 0, 0, 0, 0, 0xf8, top], equal: [Op.f64Eq], choose: [Op.select] };
}

function vector(lane: readonly number[], equal: number): CanonicalCode {
  const constant = [0xfd, 12, ...Array.from({ length: 16 / lane.length }, () => lane).flat()];
  return { constant, equal: [0xfd, equal], choose: [0xfd, 82] };
}

const CANONICAL: Readonly<Partial<Record<NanClassValue, CanonicalCode>>> = {
  [NanClass.f32]: scalar32(0x7f),
  [NanClass.negatedF32]: scalar32(0xff),
  [NanClass.f64]: scalar64(0x7f),
  [NanClass.negatedF64]: scalar64(0xff),
  [NanClass.f32x4]: vector([0, 0, 0xc0, 0x7f], 65),
  [NanClass.f64x2]: vector([0, 0, 0, 0, 0, 0, 0xf8, 0x7f], 71),
};
