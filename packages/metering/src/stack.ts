import { V128 } from "./opcodes.ts";

/**
 * The metered stack in bytes: part of the protocol. Chosen below what the smallest host (a browser's worker) holds, as
 * measured in `docs/protocol/metering.md`.
 */
export const STACK_BYTES = 262_144n;

/** A function that calls nothing and whose frame is at most this is not tested: the margin below the host's limit holds one. */
export const SMALL_FRAME_BYTES = 1_024;

const FRAME_BASE_BYTES = 80;

/** What one frame is counted as: an upper bound of what a baseline compiler lays out, where every value has its slot. */
export function frameBytes(frame: { locals: readonly number[]; parameterCount: number; height: number }): number {
  const size = (type: number): number => (type === V128 ? 16 : 8);
  const locals = frame.locals.reduce((sum, type) => sum + size(type), 0);
  const parameters = frame.locals.slice(0, frame.parameterCount).reduce((sum, type) => sum + size(type), 0);
  return FRAME_BASE_BYTES + locals + parameters + 8 * frame.height;
}
