import { MISC, Op } from "../opcodes.ts";
import type { Body } from "./decode.ts";

/** What a function's control flow is made of, by instruction. */
export interface Structure {
  /** It calls nothing and touches no memory in bulk. */
  leaf: boolean;
  hasLoop: boolean;
  /** Loops inside which fuel is drawn in slices: the outermost ones without calls. Holds the loop's instruction. */
  slicedLoops: ReadonlySet<number>;
}

/** Finds the loops without calls; each step costs the same however deep the frames are nested. */
export function readStructure(body: Body): Structure {
  const reader = new StructureReader(body);
  for (let at = 0; at < body.count; at++) reader.visit(at);
  return { leaf: reader.leaf, hasLoop: reader.around.size > 0, slicedLoops: reader.outermostCandidates() };
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

interface Frame {
  at: number;
  isLoop: boolean;
  /** Loops only: it takes operands, so that a branch to it cannot be wrapped. */
  carriesOperands: boolean;
  /** Nothing inside needs the fuel outside this function. Where a frame calls, so do all frames around it. */
  callFree: boolean;
  /** The outermost frame that is branched to from inside in a way on which no slice can be returned. */
  lowestBadExit: number;
  /** The innermost loop here, by its instruction. */
  loop: number;
}

const NO_LOOP = -1;

class StructureReader {
  leaf = true;
  /** The loop around each loop. */
  readonly around = new Map<number, number>();
  private readonly body: Body;
  private readonly candidates = new Set<number>();
  private readonly frames: Frame[] = [
    {
      at: -1,
      isLoop: false,
      carriesOperands: false,
      callFree: true,
      lowestBadExit: Number.POSITIVE_INFINITY,
      loop: NO_LOOP,
    },
  ];

  constructor(body: Body) {
    this.body = body;
  }

  visit(at: number): void {
    const code = this.body.code[at] as number;
    if (code === Op.block || code === Op.if || code === Op.loop) this.enter(at, code === Op.loop);
    else if (code === Op.end) this.leave();
    else if (callsOut(code)) this.markCall();
    else if (code === Op.brTable) for (const label of this.body.labels.get(at) ?? []) this.markExit(label, true);
    else if (code === Op.brIf) this.markExit(this.body.immediate[at] as number, false);
  }

  /** A loop inside another candidate draws from that one's slice. */
  outermostCandidates(): Set<number> {
    const covered = new Set<number>();
    const found = new Set<number>();
    // In the order of instructions, so that an outer loop comes before the loops inside.
    for (const [loop, outer] of this.around) {
      if (covered.has(outer) || this.candidates.has(outer)) covered.add(loop);
      else if (this.candidates.has(loop)) found.add(loop);
    }
    return found;
  }

  private enter(at: number, isLoop: boolean): void {
    const outer = this.frames[this.frames.length - 1]?.loop ?? NO_LOOP;
    if (isLoop) this.around.set(at, outer);
    this.frames.push({
      at,
      isLoop,
      carriesOperands: isLoop && (this.body.immediate[at] as number) >= 0,
      callFree: true,
      lowestBadExit: Number.POSITIVE_INFINITY,
      loop: isLoop ? at : outer,
    });
  }

  private leave(): void {
    const frame = this.frames.pop() as Frame;
    const index = this.frames.length;
    const parent = this.frames[index - 1];
    if (parent) parent.lowestBadExit = Math.min(parent.lowestBadExit, frame.lowestBadExit);
    const leavable = !frame.carriesOperands && frame.lowestBadExit >= index;
    if (frame.isLoop && frame.callFree && leavable) this.candidates.add(frame.at);
  }

  private markCall(): void {
    this.leaf = false;
    for (let index = this.frames.length - 1; this.frames[index]?.callFree; index--) {
      (this.frames[index] as Frame).callFree = false;
    }
  }

  /** A slice can be returned on the way out to a block, but not on that of a branch table or of operands to a loop. */
  private markExit(label: number, table: boolean): void {
    const targetIndex = this.frames.length - 1 - label;
    const target = this.frames[targetIndex];
    if (!target?.isLoop || !(table || target.carriesOperands)) return;
    const frame = this.frames[this.frames.length - 1] as Frame;
    frame.lowestBadExit = Math.min(frame.lowestBadExit, targetIndex);
  }
}
