import type { ModuleShape } from "../module-shape.ts";
import { FUNCREF, I32, instructionOf, V128 } from "../opcodes.ts";
import type { Body } from "./decode.ts";
import { ignores, isArithmetic, joinClasses, NanClass, type NanClassValue, nanRule } from "./nan-classes.ts";
import { containsNan } from "./nan-constants.ts";
import { defaultClass, type Frame, OperandStack, UNKNOWN, type Value } from "./operand-stack.ts";

/** Classes of places that hold values across instructions, as far as the earlier walks over the function proved them. */
export interface Places {
  locals: NanClassValue[];
  /** Results of blocks, by the instruction that opens the block. */
  labels: Map<number, NanClassValue>;
}

/** What each kind of instruction does to the operands of a valid function, and to the classes of its places. */
export class OperandWalker {
  /** After these instructions the value on top is made canonical, as the class says. */
  readonly canonicalAfter = new Map<number, NanClassValue>();
  readonly found: Places;
  hasArithmetic = false;
  private readonly body: Body;
  private readonly shape: ModuleShape;
  private readonly places: Places;
  private readonly stack = new OperandStack();

  constructor(body: Body, shape: ModuleShape, results: readonly number[], places: Places) {
    this.body = body;
    this.shape = shape;
    this.places = places;
    const locals = body.localTypes.map((_, index) => (index < body.parameterCount ? NanClass.exact : NanClass.clean));
    this.found = { locals, labels: new Map() };
    this.stack.openFrame({ at: -1, isLoop: false, params: [], results });
  }

  get height(): number {
    return this.stack.height;
  }

  /** An instruction whose types stand in the table. */
  plain(code: number, at: number): void {
    const instruction = instructionOf(code);
    const rule = nanRule(code);
    for (let count = instruction?.pops?.length ?? 0; count > 0; count--) {
      const value = this.pop();
      if (!ignores(rule?.ignores, value.nanClass)) this.observe(value);
    }
    const type = instruction?.pushes[0];
    if (type === undefined) return;
    if (rule && isArithmetic(rule.result)) this.hasArithmetic = true;
    this.stack.push(type, rule?.result ?? defaultClass(type), at);
  }

  pop(): Value {
    return this.stack.pop();
  }

  popObserved(count: number): void {
    for (; count > 0; count--) this.observe(this.pop());
  }

  pushAll(types: readonly number[], producer: number): void {
    for (const type of types) this.stack.push(type, defaultClass(type), producer);
  }

  open(at: number, isLoop: boolean): void {
    const { params, results } = this.blockType(this.body.immediate[at] as number);
    const entry = this.stack.popMany(params);
    if (isLoop) for (const value of entry) this.observe(value);
    const frame = this.stack.openFrame({ at, isLoop, params, results });
    frame.entry = isLoop
      ? entry.map((value) => ({ ...value, nanClass: defaultClass(value.type), producer: -1 }))
      : entry;
    this.stack.pushValues(frame.entry);
  }

  otherwise(): void {
    const frame = this.stack.frame();
    this.passResults(frame);
    this.stack.cut();
    this.stack.pushValues(frame.entry);
  }

  close(at: number): void {
    const frame = this.stack.frame();
    this.passResults(frame);
    this.stack.cut();
    if (!this.stack.closeFrame()) return;
    const known = hasClass(frame) ? this.places.labels.get(frame.at) : undefined;
    for (const type of frame.results) this.stack.push(type, known ?? defaultClass(type), at);
  }

  /** Values on top of the stack go to the label's block (and stay, for a conditional branch). */
  branch(label: number): void {
    const frame = this.stack.frameOf(label);
    const values = this.stack.popMany(frame.isLoop ? frame.params : frame.results);
    this.passTo(frame, values);
    this.stack.pushValues(values);
  }

  unreachable(): void {
    this.stack.cut();
  }

  returnAll(): void {
    this.popObserved(this.stack.body()?.results.length ?? 0);
    this.unreachable();
  }

  call(type: number, at: number): void {
    const signature = this.shape.types[type];
    this.popObserved(signature?.params.length ?? 0);
    this.pushAll(signature?.results ?? [], at);
  }

  localGet(at: number): void {
    const index = this.body.immediate[at] as number;
    this.stack.push(this.localType(index), this.places.locals[index] as NanClassValue, at);
  }

  localSet(at: number, keep: boolean): void {
    const index = this.body.immediate[at] as number;
    const value = this.pop();
    this.flow(value, this.places.locals[index] as NanClassValue);
    this.found.locals[index] = joinClasses(this.found.locals[index] as NanClassValue, value.nanClass);
    if (keep) this.stack.push(this.localType(index), value.nanClass, value.producer);
  }

  select(type: number | undefined, at: number): void {
    this.pop();
    const right = this.pop();
    const left = this.pop();
    const joined = joinClasses(left.nanClass, right.nanClass);
    if (!isArithmetic(joined)) {
      this.observe(left);
      this.observe(right);
    }
    this.stack.push(type ?? (left === UNKNOWN ? right.type : left.type), joined, at);
  }

  /** Sign instructions on scalars: they change one bit and keep the rest. */
  sign(at: number, type: number, turn: (nanClass: NanClassValue) => NanClassValue): void {
    this.stack.push(type, turn(this.pop().nanClass), at);
  }

  copySign(at: number, type: number): void {
    this.popObserved(2);
    this.stack.push(type, NanClass.exact, at);
  }

  splat(at: number, vectorClass: NanClassValue): void {
    const lane = this.pop();
    const plain = lane.nanClass === NanClass.clean || lane.nanClass === NanClass.f32 || lane.nanClass === NanClass.f64;
    if (!plain) this.observe(lane);
    this.stack.push(V128, plain ? vectorClass : NanClass.exact, at);
  }

  constant(at: number, type: number): void {
    const end = this.body.start[at + 1] as number;
    this.stack.push(type, containsNan(this.body.bytes, end, type) ? NanClass.exact : NanClass.clean, at);
  }

  typeOfFunction(index: number): number {
    return this.shape.functionTypes[index] as number;
  }

  tableType(index: number): number {
    return this.shape.tables[index]?.type ?? FUNCREF;
  }

  globalType(index: number): number {
    return this.shape.globals[index] ?? I32;
  }

  immediate(at: number): number {
    return this.body.immediate[at] as number;
  }

  labels(at: number): readonly number[] {
    return this.body.labels.get(at) ?? [];
  }

  /** Something looks at the bits: they must be canonical from the start. */
  private observe(value: Value): void {
    if (isArithmetic(value.nanClass) && value.producer >= 0) this.canonicalAfter.set(value.producer, value.nanClass);
  }

  /** A value reaches a place whose class is known from the walk before. */
  private flow(value: Value, place: NanClassValue): void {
    if (isArithmetic(value.nanClass) && value.nanClass !== place) this.observe(value);
  }

  private passResults(frame: Frame): void {
    this.passTo(frame, this.stack.popMany(frame.results), false);
  }

  private passTo(frame: Frame, values: readonly Value[], toLoop = frame.isLoop): void {
    if (toLoop || !hasClass(frame)) {
      for (const value of values) this.observe(value);
      return;
    }
    const value = values[0] as Value;
    this.flow(value, this.places.labels.get(frame.at) ?? NanClass.exact);
    this.found.labels.set(frame.at, joinClasses(this.found.labels.get(frame.at) ?? NanClass.clean, value.nanClass));
  }

  private blockType(encoded: number): { params: readonly number[]; results: readonly number[] } {
    if (encoded >= 0) return this.shape.types[encoded] ?? { params: [], results: [] };
    return { params: [], results: encoded === -64 ? [] : [encoded + 0x80] };
  }

  private localType(index: number): number {
    return this.body.localTypes[index] as number;
  }
}

/** Only a single result is on top of the stack when its block ends; and an "if" without "else" passes parameters on. */
function hasClass(frame: Frame): boolean {
  return frame.at >= 0 && frame.results.length === 1 && frame.params.length === 0;
}
