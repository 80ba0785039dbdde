import { F32, F64 } from "../opcodes.ts";

/** Whether the constant of `type` that ends at `end` is a NaN; a vector counts if it would be one in any lane of any shape. */
export function containsNan(bytes: Uint8Array, end: number, type: number): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (type === F32) return Number.isNaN(view.getFloat32(end - 4, true));
  if (type === F64) return Number.isNaN(view.getFloat64(end - 8, true));
  for (let lane = end - 16; lane < end; lane += 4) if (Number.isNaN(view.getFloat32(lane, true))) return true;
  return Number.isNaN(view.getFloat64(end - 16, true)) || Number.isNaN(view.getFloat64(end - 8, true));
}
