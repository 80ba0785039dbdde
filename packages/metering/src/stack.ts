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
export function frameBytes({ locals, parameterCount, results, height }: FrameShape): number {
  // Parameters and results that do not fit into registers have a second place between the two frames.
  const passed = bytesOf(locals.slice(0, parameterCount)) + bytesOf(results);
  return FRAME_BASE_BYTES + bytesOf(locals) + passed + 8 * height;
}

export interface FrameShape {
  /** Types of parameters and locals. */
  locals: readonly number[];
  parameterCount: number;
  results: readonly number[];
  /** Greatest height of the operand stack, in slots of 8 bytes. */
  height: number;
}

function bytesOf(types: readonly number[]): number {
  return types.reduce((sum, type) => sum + (type === V128 ? 16 : 8), 0);
}
