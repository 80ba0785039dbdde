import { F32, F64, I32, V128 } from "../opcodes.ts";
import { NanClass, type NanClassValue } from "./nan-classes.ts";

export interface Value {
  type: number;
  nanClass: NanClassValue;
  /** The instruction after which the value is on top; -1 where there is none. */
  producer: number;
}

export interface Frame {
  /** The instruction that opens the block; -1 for the function's body. */
  at: number;
  isLoop: boolean;
  base: number;
  params: readonly number[];
  results: readonly number[];
  entry: Value[];
}

/** What is popped in code that cannot be reached. */
export const UNKNOWN: Value = { type: I32, nanClass: NanClass.clean, producer: -1 };

/** The operands of a function at one of its instructions, and the blocks that are open there. */
export class OperandStack {
  /** Greatest size so far, in slots of 8 bytes. */
  height = 0;
  private readonly values: Value[] = [];
  private readonly frames: Frame[] = [];
  private slots = 0;

  push(type: number, nanClass: NanClassValue, producer: number): void {
    this.values.push({ type, nanClass, producer });
    this.slots += slotsOf(type);
    if (this.slots > this.height) this.height = this.slots;
  }

  pushValues(values: readonly Value[]): void {
    for (const { type, nanClass, producer } of values) this.push(type, nanClass, producer);
  }

  pop(): Value {
    if (this.values.length <= this.frame().base) return UNKNOWN;
    const value = this.values.pop() as Value;
    this.slots -= slotsOf(value.type);
    return value;
  }

  /** As many as there are types, the deepest first. */
  popMany(types: readonly number[]): Value[] {
    return types.map(() => this.pop()).reverse();
  }

  /** Drops what the innermost block has put here. */
  cut(): void {
    const { base } = this.frame();
    while (this.values.length > base) this.slots -= slotsOf((this.values.pop() as Value).type);
  }

  /** The innermost block. */
  frame(): Frame {
    return this.frames[this.frames.length - 1] as Frame;
  }

  /** The block that a branch of this label leaves or repeats. */
  frameOf(label: number): Frame {
    return this.frames[this.frames.length - 1 - label] as Frame;
  }

  body(): Frame | undefined {
    return this.frames[0];
  }

  openFrame(frame: Omit<Frame, "base" | "entry">): Frame {
    const opened: Frame = { ...frame, base: this.values.length, entry: [] };
    this.frames.push(opened);
    return opened;
  }

  /** Answers whether a block is still open. */
  closeFrame(): boolean {
    this.frames.pop();
    return this.frames.length > 0;
  }
}

/** What is known of a value of which nothing else is known. */
export function defaultClass(type: number): NanClassValue {
  return type === F32 || type === F64 || type === V128 ? NanClass.exact : NanClass.clean;
}

function slotsOf(type: number): number {
  return type === V128 ? 2 : 1;
}
