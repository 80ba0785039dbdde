import type { ModuleShape } from "../module-shape.ts";
import { F32, F64, FUNCREF, I32, instructionOf, Op, SIMD, V128 } from "../opcodes.ts";
import type { Body } from "./decode.ts";
import {
  absoluteOf,
  ignores,
  isArithmetic,
  joinClasses,
  NanClass,
  type NanClassValue,
  nanRule,
  negatedOf,
} from "./nan-classes.ts";
import { containsNan } from "./nan-constants.ts";

/** What following a function's operands tells. */
export interface Operands {
  /** Greatest size of the operand stack, in slots of 8 bytes. */
  height: number;
  /** After these instructions the value on top is made canonical, as the class says. */
  canonicalAfter: Map<number, NanClassValue>;
}

/** Classes of places that hold values across instructions, as far as the earlier walks over the function proved them. */
interface Places {
  locals: NanClassValue[];
  /** Results of blocks, by the instruction that opens the block. */
  labels: Map<number, NanClassValue>;
}

/**
 * Follows the operands of a valid function. A value made by arithmetic is left as it is as long as nobody can see the
 * bits of its NaN (further arithmetic, comparisons, locals that hold nothing else), and is marked to be made canonical
 * right where it is produced if anything else takes it.
 */
export function followOperands(body: Body, shape: ModuleShape, results: readonly number[]): Operands {
  const untold: Places = { locals: body.localTypes.map(() => NanClass.exact), labels: new Map() };
  const first = new OperandWalker(body, shape, results, untold);
  first.walk();
  if (!first.hasArithmetic) return first.operands;
  // Each walk may use what the one before proved; copies of copies need a further one. Two find what compilers emit.
  const second = new OperandWalker(body, shape, results, first.found);
  second.walk();
  const third = new OperandWalker(body, shape, results, second.found);
  third.walk();
  return third.operands;
}

interface Value {
  type: number;
  nanClass: NanClassValue;
  /** The instruction after which the value is on top; -1 where there is none. */
  producer: number;
}

interface Frame {
  at: number;
  isLoop: boolean;
  base: number;
  params: readonly number[];
  results: readonly number[];
  entry: Value[];
  unreachable: boolean;
}

const UNKNOWN: Value = { type: I32, nanClass: NanClass.clean, producer: -1 };

class OperandWalker {
  readonly operands: Operands = { height: 0, canonicalAfter: new Map() };
  readonly found: Places;
  hasArithmetic = false;
  private readonly body: Body;
  private readonly shape: ModuleShape;
  private readonly places: Places;
  private readonly stack: Value[] = [];
  private readonly frames: Frame[] = [];
  private slots = 0;

  constructor(body: Body, shape: ModuleShape, results: readonly number[], places: Places) {
    this.body = body;
    this.shape = shape;
    this.places = places;
    const locals = body.localTypes.map((_, index) => (index < body.parameterCount ? NanClass.exact : NanClass.clean));
    this.found = { locals, labels: new Map() };
    this.pushFrame(-1, false, [], results);
  }

  walk(): void {
    for (let at = 0; at < this.body.count; at++) {
      const code = this.body.code[at] as number;
      const handle = HANDLERS[code];
      if (handle) handle(this, at);
      else this.plain(code, at);
    }
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
    this.push(type, rule?.result ?? defaultClass(type), at);
  }

  push(type: number, nanClass: NanClassValue, producer: number): void {
    this.stack.push({ type, nanClass, producer });
    this.slots += slotsOf(type);
    if (this.slots > this.operands.height) this.operands.height = this.slots;
  }

  pop(): Value {
    const frame = this.frame();
    if (this.stack.length <= frame.base) return UNKNOWN;
    const value = this.stack.pop() as Value;
    this.slots -= slotsOf(value.type);
    return value;
  }

  popObserved(count: number): void {
    for (; count > 0; count--) this.observe(this.pop());
  }

  pushAll(types: readonly number[], producer: number): void {
    for (const type of types) this.push(type, defaultClass(type), producer);
  }

  /** Something looks at the bits: they must be canonical from the start. */
  observe(value: Value): void {
    if (isArithmetic(value.nanClass) && value.producer >= 0) {
      this.operands.canonicalAfter.set(value.producer, value.nanClass);
    }
  }

  /** A value reaches a place whose class is known from the walk before. */
  flow(value: Value, place: NanClassValue): NanClassValue {
    if (!isArithmetic(value.nanClass) || value.nanClass === place) return value.nanClass;
    this.observe(value);
    return value.nanClass;
  }

  open(at: number, isLoop: boolean): void {
    const { params, results } = this.blockType(this.body.immediate[at] as number);
    const entry = params.map(() => this.pop()).reverse();
    if (isLoop) for (const value of entry) this.observe(value);
    this.pushFrame(at, isLoop, params, results);
    const frame = this.frame();
    frame.entry = isLoop
      ? entry.map((value) => ({ ...value, nanClass: defaultClass(value.type), producer: -1 }))
      : entry;
    this.repush(frame.entry);
  }

  otherwise(): void {
    const frame = this.frame();
    this.passResults(frame);
    this.cut(frame);
    frame.unreachable = false;
    this.repush(frame.entry);
  }

  close(at: number): void {
    const frame = this.frame();
    this.passResults(frame);
    this.cut(frame);
    this.frames.pop();
    if (this.frames.length === 0) return;
    const known = hasClass(frame) ? this.places.labels.get(frame.at) : undefined;
    for (const type of frame.results) this.push(type, known ?? defaultClass(type), at);
  }

  /** Values on top of the stack go to the label's block (and stay, for a conditional branch). */
  branch(label: number): void {
    const frame = this.frames[this.frames.length - 1 - label] as Frame;
    const types = frame.isLoop ? frame.params : frame.results;
    const values = types.map(() => this.pop()).reverse();
    this.passTo(frame, values);
    this.repush(values);
  }

  unreachable(): void {
    const frame = this.frame();
    this.cut(frame);
    frame.unreachable = true;
  }

  returnAll(): void {
    this.popObserved(this.frames[0]?.results.length ?? 0);
    this.unreachable();
  }

  call(type: number, at: number): void {
    const signature = this.shape.types[type];
    this.popObserved(signature?.params.length ?? 0);
    this.pushAll(signature?.results ?? [], at);
  }

  localGet(at: number): void {
    const index = this.body.immediate[at] as number;
    this.push(this.localType(index), this.places.locals[index] as NanClassValue, at);
  }

  localSet(at: number, keep: boolean): void {
    const index = this.body.immediate[at] as number;
    const value = this.pop();
    const place = this.places.locals[index] as NanClassValue;
    this.flow(value, place);
    this.found.locals[index] = joinClasses(this.found.locals[index] as NanClassValue, value.nanClass);
    if (keep) this.push(this.localType(index), value.nanClass, value.producer);
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
    this.push(type ?? (left === UNKNOWN ? right.type : left.type), joined, at);
  }

  /** Sign instructions on scalars: they change one bit and keep the rest. */
  sign(at: number, type: number, turn: (nanClass: NanClassValue) => NanClassValue): void {
    this.push(type, turn(this.pop().nanClass), at);
  }

  copySign(at: number, type: number): void {
    this.popObserved(2);
    this.push(type, NanClass.exact, at);
  }

  splat(at: number, vectorClass: NanClassValue): void {
    const lane = this.pop();
    const plain = lane.nanClass === NanClass.clean || lane.nanClass === NanClass.f32 || lane.nanClass === NanClass.f64;
    if (!plain) this.observe(lane);
    this.push(V128, plain ? vectorClass : NanClass.exact, at);
  }

  constant(at: number, type: number): void {
    const end = this.body.start[at + 1] as number;
    this.push(type, containsNan(this.body.bytes, end, type) ? NanClass.exact : NanClass.clean, at);
  }

  blockType(encoded: number): { params: readonly number[]; results: readonly number[] } {
    if (encoded >= 0) return this.shape.types[encoded] ?? { params: [], results: [] };
    return { params: [], results: encoded === -64 ? [] : [encoded + 0x80] };
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

  second(at: number): number {
    return this.body.second[at] as number;
  }

  labels(at: number): readonly number[] {
    return this.body.labels.get(at) ?? [];
  }

  private localType(index: number): number {
    return this.body.localTypes[index] as number;
  }

  private frame(): Frame {
    return this.frames[this.frames.length - 1] as Frame;
  }

  private pushFrame(at: number, isLoop: boolean, params: readonly number[], results: readonly number[]): void {
    this.frames.push({ at, isLoop, base: this.stack.length, params, results, entry: [], unreachable: false });
  }

  private repush(values: readonly Value[]): void {
    for (const value of values) this.push(value.type, value.nanClass, value.producer);
  }

  private cut(frame: Frame): void {
    while (this.stack.length > frame.base) this.slots -= slotsOf((this.stack.pop() as Value).type);
  }

  private passResults(frame: Frame): void {
    this.passTo(frame, frame.results.map(() => this.pop()).reverse(), false);
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
}

/** Only a single result is on top of the stack when its block ends; and an "if" without "else" passes parameters on. */
function hasClass(frame: Frame): boolean {
  return frame.at >= 0 && frame.results.length === 1 && frame.params.length === 0;
}

type Handler = (walker: OperandWalker, at: number) => void;

const HANDLERS: Readonly<Record<number, Handler>> = {
  [Op.unreachable]: (walker) => walker.unreachable(),
  [Op.block]: (walker, at) => walker.open(at, false),
  [Op.loop]: (walker, at) => walker.open(at, true),
  [Op.if]: (walker, at) => {
    walker.pop();
    walker.open(at, false);
  },
  [Op.else]: (walker) => walker.otherwise(),
  [Op.end]: (walker, at) => walker.close(at),
  [Op.br]: (walker, at) => {
    walker.branch(walker.immediate(at));
    walker.unreachable();
  },
  [Op.brIf]: (walker, at) => {
    walker.pop();
    walker.branch(walker.immediate(at));
  },
  [Op.brTable]: (walker, at) => {
    walker.pop();
    for (const label of new Set(walker.labels(at))) walker.branch(label);
    walker.unreachable();
  },
  [Op.return]: (walker) => walker.returnAll(),
  [Op.call]: (walker, at) => walker.call(walker.typeOfFunction(walker.immediate(at)), at),
  [Op.callIndirect]: (walker, at) => {
    walker.pop();
    walker.call(walker.immediate(at), at);
  },
  [Op.drop]: (walker) => {
    walker.pop();
  },
  [Op.select]: (walker, at) => walker.select(undefined, at),
  [Op.selectTyped]: (walker, at) => walker.select(walker.immediate(at), at),
  [Op.localGet]: (walker, at) => walker.localGet(at),
  [Op.localSet]: (walker, at) => walker.localSet(at, false),
  [Op.localTee]: (walker, at) => walker.localSet(at, true),
  [Op.globalGet]: (walker, at) => walker.pushAll([walker.globalType(walker.immediate(at))], at),
  [Op.globalSet]: (walker) => walker.popObserved(1),
  [Op.tableGet]: (walker, at) => {
    walker.pop();
    walker.pushAll([walker.tableType(walker.immediate(at))], at);
  },
  [Op.tableSet]: (walker) => walker.popObserved(2),
  [Op.refNull]: (walker, at) => walker.pushAll([walker.immediate(at)], at),
  [Op.refIsNull]: (walker, at) => {
    walker.pop();
    walker.pushAll([I32], at);
  },
  [Op.refFunc]: (walker, at) => walker.pushAll([FUNCREF], at),
  [Op.tableGrow]: (walker, at) => {
    walker.popObserved(2);
    walker.pushAll([I32], at);
  },
  [Op.tableFill]: (walker) => walker.popObserved(3),
  [Op.f32Const]: (walker, at) => walker.constant(at, F32),
  [Op.f64Const]: (walker, at) => walker.constant(at, F64),
  [Op.v128Const]: (walker, at) => walker.constant(at, V128),
  0x8b: (walker, at) => walker.sign(at, F32, absoluteOf),
  0x8c: (walker, at) => walker.sign(at, F32, negatedOf),
  0x98: (walker, at) => walker.copySign(at, F32),
  0x99: (walker, at) => walker.sign(at, F64, absoluteOf),
  0x9a: (walker, at) => walker.sign(at, F64, negatedOf),
  0xa6: (walker, at) => walker.copySign(at, F64),
  [SIMD + 19]: (walker, at) => walker.splat(at, NanClass.f32x4),
  [SIMD + 20]: (walker, at) => walker.splat(at, NanClass.f64x2),
};

function slotsOf(type: number): number {
  return type === V128 ? 2 : 1;
}

function defaultClass(type: number): NanClassValue {
  return type === F32 || type === F64 || type === V128 ? NanClass.exact : NanClass.clean;
}
