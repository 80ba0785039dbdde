import { ByteReader } from "../binary/reader.ts";
import { CAPS } from "../caps.ts";
import { readValueType } from "../constant-expression.ts";
import type { BodyRange } from "../module-shape.ts";
import { type Immediate, instructionOf, MISC, Op, SIMD } from "../opcodes.ts";

/** One function's instructions as parallel arrays; the arrays are reused from one function to the next. */
export interface Body {
  bytes: Uint8Array;
  count: number;
  code: Uint16Array;
  /** Where instruction i begins; it ends where i + 1 begins. */
  start: Uint32Array;
  /** Index, label, or block type (signed) of instruction i; for `select` with a type: that type. */
  immediate: Int32Array;
  /** The second index, where an instruction has two. */
  second: Int32Array;
  /** Labels of each `br_table`, the default last, by instruction. */
  labels: Map<number, readonly number[]>;
  /** Types of parameters and locals. */
  localTypes: number[];
  parameterCount: number;
  /** The declarations of locals, as bytes after their count, and that count. */
  localGroups: number;
  localBytes: BodyRange;
}

/** Makes the arrays for bodies of up to `CAPS.bodyBytes`. */
export function emptyBody(bytes: Uint8Array): Body {
  return {
    bytes,
    count: 0,
    code: new Uint16Array(256),
    start: new Uint32Array(257),
    immediate: new Int32Array(256),
    second: new Int32Array(256),
    labels: new Map(),
    localTypes: [],
    parameterCount: 0,
    localGroups: 0,
    localBytes: { start: 0, end: 0 },
  };
}

/** Decodes the function at `range` into `body`; refuses instructions that are not in the table, by name where one is known. */
export function decodeBody(body: Body, range: BodyRange, params: readonly number[]): void {
  const reader = new ByteReader(body.bytes, range.start, range.end);
  readLocals(reader, body, params);
  body.count = 0;
  body.labels.clear();
  let depth = 1;
  while (depth > 0) {
    const code = readInstruction(reader, body);
    if (code === Op.end) depth--;
    else if (code >= Op.block && code <= Op.if) depth++;
    if (depth > CAPS.nesting) throw reader.tooLarge(`blocks are nested deeper than ${CAPS.nesting}`);
  }
  if (!reader.done) throw reader.malformed("a function's body goes on after its end");
  body.start[body.count] = reader.offset;
}

function readLocals(reader: ByteReader, body: Body, params: readonly number[]): void {
  body.localTypes = [...params];
  body.parameterCount = params.length;
  body.localGroups = reader.u32();
  body.localBytes.start = reader.offset;
  for (let group = 0; group < body.localGroups; group++) {
    const count = reader.u32();
    if (body.localTypes.length + count > CAPS.localsPerFunction) {
      throw reader.tooLarge(`a function has more than ${CAPS.localsPerFunction} locals`);
    }
    const type = readValueType(reader);
    for (let index = 0; index < count; index++) body.localTypes.push(type);
  }
  body.localBytes.end = reader.offset;
}

function readInstruction(reader: ByteReader, body: Body): number {
  const at = body.count++;
  if (at + 1 >= body.start.length) grow(body);
  const offset = reader.offset;
  const code = readCode(reader);
  const instruction = instructionOf(code);
  if (instruction === undefined) throw reader.forbidden(describeUnknown(code), offset);
  body.start[at] = offset;
  body.code[at] = code;
  READ[instruction.immediate](reader, body, at);
  return code;
}

function readCode(reader: ByteReader): number {
  const byte = reader.u8();
  if (byte === 0xfc) return prefixed(reader, MISC, 0x100, "miscellaneous");
  if (byte === 0xfd) return prefixed(reader, SIMD, 0x100, "relaxed vector");
  return byte;
}

function prefixed(reader: ByteReader, base: number, limit: number, family: string): number {
  const offset = reader.offset - 1;
  const number = reader.u32();
  if (number >= limit) throw reader.forbidden(`a ${family} instruction (number 0x${number.toString(16)})`, offset);
  return base + number;
}

type ReadImmediate = (reader: ByteReader, body: Body, at: number) => void;

const readIndex: ReadImmediate = (reader, body, at) => {
  body.immediate[at] = reader.u32();
};

const READ: Readonly<Record<Immediate, ReadImmediate>> = {
  none: () => undefined,
  block: (reader, body, at) => {
    body.immediate[at] = reader.s33();
  },
  label: readIndex,
  index: readIndex,
  labels: (reader, body, at) => {
    const count = reader.u32();
    if (count > CAPS.branchTableEntries)
      throw reader.tooLarge(`a branch table has more than ${CAPS.branchTableEntries} entries`);
    body.labels.set(
      at,
      Array.from({ length: count + 1 }, () => reader.u32()),
    );
  },
  indices: (reader, body, at) => {
    body.immediate[at] = reader.u32();
    body.second[at] = reader.u32();
  },
  types: (reader, body, at) => {
    if (reader.u32() !== 1) throw reader.malformed("a select instruction does not name exactly one type");
    body.immediate[at] = readValueType(reader);
  },
  memory: readMemoryArgument,
  memoryLane: (reader, body, at) => {
    readMemoryArgument(reader, body, at);
    reader.u8();
  },
  lane: (reader) => {
    reader.u8();
  },
  zero: readZero,
  zeros: (reader, body, at) => {
    readZero(reader, body, at);
    readZero(reader, body, at);
  },
  leb32: (reader) => reader.skipLeb(5),
  leb64: (reader) => reader.skipLeb(10),
  bytes4: (reader) => reader.skip(4),
  bytes8: (reader) => reader.skip(8),
  bytes16: (reader) => reader.skip(16),
  heap: (reader, body, at) => {
    body.immediate[at] = readValueType(reader);
  },
};

function readMemoryArgument(reader: ByteReader, _body: Body, _at: number): void {
  const offset = reader.offset;
  if (reader.u32() >= 0x40) throw reader.forbidden("several memories", offset);
  reader.u32();
}

function readZero(reader: ByteReader, _body: Body, _at: number): void {
  if (reader.u8() !== 0) throw reader.forbidden("several memories", reader.offset - 1);
}

function grow(body: Body): void {
  const size = body.code.length * 2;
  body.code = widen(body.code, new Uint16Array(size));
  body.start = widen(body.start, new Uint32Array(size + 1));
  body.immediate = widen(body.immediate, new Int32Array(size));
  body.second = widen(body.second, new Int32Array(size));
}

function widen<Numbers extends Uint16Array | Uint32Array | Int32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

const KNOWN_FORBIDDEN: readonly [number, number, string][] = [
  [0x06, 0x0a, "exceptions"],
  [0x12, 0x13, "tail calls"],
  [0x14, 0x15, "typed function references"],
  [0x18, 0x19, "exceptions"],
  [0x1f, 0x1f, "exceptions"],
  [0xd3, 0xd6, "garbage-collected types"],
  [0xe0, 0xe7, "stack switching"],
  [0xfb, 0xfb, "garbage-collected types"],
  [0xfe, 0xfe, "threads (atomic instructions)"],
  [MISC + 18, MISC + 22, "an unknown miscellaneous instruction"],
];

function describeUnknown(code: number): string {
  const known = KNOWN_FORBIDDEN.find(([first, last]) => code >= first && code <= last);
  if (known) return known[2];
  if (code >= SIMD) return `an unknown vector instruction (0xfd 0x${(code - SIMD).toString(16)})`;
  if (code >= MISC) return `an unknown instruction (0xfc 0x${(code - MISC).toString(16)})`;
  return `an unknown instruction (0x${code.toString(16)})`;
}
