import { MISC, Op, SIMD } from "./opcodes.ts";

/** Name of the optional feature that an instruction belongs to; "blocks" where its block type decides. */
export function featureOf(code: number): string | undefined {
  if (code >= SIMD) return "simd";
  if (code >= MISC) return code < MISC + 8 ? "saturating-conversions" : miscFeature(code);
  if (code >= 0xc0 && code <= 0xc4) return "sign-extension";
  if (code === Op.block || code === Op.loop || code === Op.if) return "blocks";
  return REFERENCE_CODES.has(code) ? "reference-types" : undefined;
}

const REFERENCE_CODES: ReadonlySet<number> = new Set([
  Op.tableGet,
  Op.tableSet,
  Op.refNull,
  Op.refIsNull,
  Op.refFunc,
  Op.selectTyped,
]);

function miscFeature(code: number): string {
  return code >= Op.tableGrow ? "reference-types" : "bulk-memory";
}
