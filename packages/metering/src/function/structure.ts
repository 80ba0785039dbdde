import { MISC, Op } from "../opcodes.ts";
import type { Body } from "./decode.ts";

/** What a function's control flow is made of, by instruction. */
export interface Structure {
  /** It calls nothing and touches no memory in bulk. */
  leaf: boolean;
  hasLoop: boolean;
  /** Loops inside which fuel is drawn in slices: the outermost ones without calls. Holds the loop's instruction. */
  slicedLoops: Set<number>;
}

interface Frame {
  at: number;
  isLoop: boolean;
  /** Loops only: nothing inside needs the fuel outside this function. */
  callFree: boolean;
  /** Loops only: every way out can return the slice. */
  leavable: boolean;
}

/** Finds loops without calls. Calls are all instructions for which {@link callsOut} holds. */
export function readStructure(body: Body): Structure {
  const frames: Frame[] = [{ at: -1, isLoop: false, callFree: true, leavable: true }];
  const candidates = new Set<number>();
  const structure: Structure = { leaf: true, hasLoop: false, slicedLoops: new Set() };
  const parents = new Map<number, number>();
  for (let at = 0; at < body.count; at++) {
    const code = body.code[at] as number;
    if (code === Op.block || code === Op.if || code === Op.loop) {
      const isLoop = code === Op.loop;
      if (isLoop) parents.set(at, enclosingLoop(frames));
      frames.push({ at, isLoop, callFree: true, leavable: (body.immediate[at] as number) < 0 });
      structure.hasLoop ||= isLoop;
    } else if (code === Op.end) {
      const frame = frames.pop();
      if (frame?.isLoop && frame.callFree && frame.leavable) candidates.add(frame.at);
    } else if (callsOut(code)) {
      structure.leaf = false;
      for (const frame of frames) frame.callFree = false;
    } else {
      markBranches(body, at, frames);
    }
  }
  for (const at of candidates) {
    if (!hasCandidateAbove(at, parents, candidates)) structure.slicedLoops.add(at);
  }
  return structure;
}

/** Calls, and instructions that are replaced by or charged through a call of the meter's helpers. */
export function callsOut(code: number): boolean {
  return code === Op.call || code === Op.callIndirect || isHelped(code);
}

/** Instructions whose cost depends on an operand. */
export function isHelped(code: number): boolean {
  return code === Op.memoryGrow || (code >= MISC + 8 && code <= MISC + 17 && !STATIC_BULK.has(code));
}

const STATIC_BULK: ReadonlySet<number> = new Set([Op.dataDrop, Op.elemDrop, Op.tableSize]);

function enclosingLoop(frames: readonly Frame[]): number {
  return frames.findLast((frame) => frame.isLoop)?.at ?? -1;
}

function hasCandidateAbove(at: number, parents: ReadonlyMap<number, number>, candidates: ReadonlySet<number>): boolean {
  for (let parent = parents.get(at) ?? -1; parent >= 0; parent = parents.get(parent) ?? -1) {
    if (candidates.has(parent)) return true;
  }
  return false;
}

/** A slice can be returned on the way out to a block, but not on the way of a branch table or of operands to an outer loop. */
function markBranches(body: Body, at: number, frames: readonly Frame[]): void {
  const code = body.code[at];
  if (code === Op.brTable) {
    for (const label of new Set(body.labels.get(at))) markExit(body, frames, label, false);
  } else if (code === Op.brIf) {
    markExit(body, frames, body.immediate[at] as number, true);
  }
}

function markExit(body: Body, frames: readonly Frame[], label: number, conditional: boolean): void {
  const targetIndex = frames.length - 1 - label;
  const target = frames[targetIndex];
  if (!target?.isLoop) return;
  const carriesOperands = (body.immediate[target.at] as number) >= 0;
  if (conditional && !carriesOperands) return;
  for (let index = targetIndex + 1; index < frames.length; index++) {
    const frame = frames[index];
    if (frame) frame.leavable = false;
  }
}
