/**
 * The instructions that ComputeHive admits: immediates and types. Whatever is not in this table is refused.
 * An instruction's code is its byte, or 0x100 plus the number after the prefix 0xfc, or 0x200 plus the one after 0xfd.
 */

export const I32 = 0x7f;
export const I64 = 0x7e;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;
export const FUNCREF = 0x70;
export const EXTERNREF = 0x6f;

export const MISC = 0x100;
export const SIMD = 0x200;
export const CODE_COUNT = 0x300;

export const Op = {
  unreachable: 0x00,
  nop: 0x01,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  drop: 0x1a,
  select: 0x1b,
  selectTyped: 0x1c,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  tableGet: 0x25,
  tableSet: 0x26,
  memorySize: 0x3f,
  memoryGrow: 0x40,
  i32Const: 0x41,
  i64Const: 0x42,
  f32Const: 0x43,
  f64Const: 0x44,
  i32Eqz: 0x45,
  i32Eq: 0x46,
  i64LtS: 0x53,
  i64GtU: 0x56,
  f32Eq: 0x5b,
  f64Eq: 0x61,
  i64LeS: 0x57,
  i64Add: 0x7c,
  i64Sub: 0x7d,
  i64Or: 0x84,
  i64Shl: 0x86,
  i64ShrU: 0x88,
  i64ExtendI32U: 0xad,
  refNull: 0xd0,
  refIsNull: 0xd1,
  refFunc: 0xd2,
  memoryInit: MISC + 8,
  dataDrop: MISC + 9,
  memoryCopy: MISC + 10,
  memoryFill: MISC + 11,
  tableInit: MISC + 12,
  elemDrop: MISC + 13,
  tableCopy: MISC + 14,
  tableGrow: MISC + 15,
  tableSize: MISC + 16,
  tableFill: MISC + 17,
  v128Const: SIMD + 12,
} as const;

export type Immediate =
  | "none"
  | "block"
  | "label"
  | "labels"
  | "index"
  | "indices"
  | "types"
  | "memory"
  | "zero"
  | "zeros"
  | "leb32"
  | "leb64"
  | "bytes4"
  | "bytes8"
  | "bytes16"
  | "lane"
  | "memoryLane"
  | "heap";

export interface Instruction {
  immediate: Immediate;
  /** Operand types, the last one on top; undefined where they depend on the context. */
  pops: readonly number[] | undefined;
  pushes: readonly number[];
}

const LETTERS: Readonly<Record<string, number>> = { i: I32, l: I64, f: F32, d: F64, v: V128 };

const table: (Instruction | undefined)[] = new Array(CODE_COUNT).fill(undefined);

/** Looks an instruction up by its code; undefined means: not admitted. */
export function instructionOf(code: number): Instruction | undefined {
  return table[code];
}

/** `signature` is operands ":" result in letters, or "*" where the context decides. */
function define(first: number, last: number, signature: string, immediate: Immediate = "none"): void {
  const [operands = "", results = ""] = signature.split(":");
  const pops = signature === "*" ? undefined : [...operands].map((letter) => LETTERS[letter] as number);
  const pushes = signature === "*" ? [] : [...results].map((letter) => LETTERS[letter] as number);
  for (let code = first; code <= last; code++) table[code] = { immediate, pops, pushes };
}

function defineControl(): void {
  define(Op.unreachable, Op.unreachable, "*");
  define(Op.nop, Op.nop, ":");
  define(Op.block, Op.if, "*", "block");
  define(Op.else, Op.else, "*");
  define(Op.end, Op.end, "*");
  define(Op.br, Op.brIf, "*", "label");
  define(Op.brTable, Op.brTable, "*", "labels");
  define(Op.return, Op.return, "*");
  define(Op.call, Op.call, "*", "index");
  define(Op.callIndirect, Op.callIndirect, "*", "indices");
  define(Op.drop, Op.select, "*");
  define(Op.selectTyped, Op.selectTyped, "*", "types");
  define(Op.localGet, Op.tableSet, "*", "index");
  define(Op.refNull, Op.refNull, "*", "heap");
  define(Op.refIsNull, Op.refIsNull, "*");
  define(Op.refFunc, Op.refFunc, "*", "index");
}

function defineMemory(): void {
  define(0x28, 0x28, "i:i", "memory");
  define(0x29, 0x29, "i:l", "memory");
  define(0x2a, 0x2a, "i:f", "memory");
  define(0x2b, 0x2b, "i:d", "memory");
  define(0x2c, 0x2f, "i:i", "memory");
  define(0x30, 0x35, "i:l", "memory");
  define(0x36, 0x36, "ii:", "memory");
  define(0x37, 0x37, "il:", "memory");
  define(0x38, 0x38, "if:", "memory");
  define(0x39, 0x39, "id:", "memory");
  define(0x3a, 0x3b, "ii:", "memory");
  define(0x3c, 0x3e, "il:", "memory");
  define(Op.memorySize, Op.memorySize, ":i", "zero");
  define(Op.memoryGrow, Op.memoryGrow, "i:i", "zero");
}

function defineNumbers(): void {
  define(Op.i32Const, Op.i32Const, ":i", "leb32");
  define(Op.i64Const, Op.i64Const, ":l", "leb64");
  define(Op.f32Const, Op.f32Const, ":f", "bytes4");
  define(Op.f64Const, Op.f64Const, ":d", "bytes8");
  const signatures: [number, number, string][] = [
    [0x45, 0x45, "i:i"],
    [0x46, 0x4f, "ii:i"],
    [0x50, 0x50, "l:i"],
    [0x51, 0x5a, "ll:i"],
    [0x5b, 0x60, "ff:i"],
    [0x61, 0x66, "dd:i"],
    [0x67, 0x69, "i:i"],
    [0x6a, 0x78, "ii:i"],
    [0x79, 0x7b, "l:l"],
    [0x7c, 0x8a, "ll:l"],
    [0x8b, 0x91, "f:f"],
    [0x92, 0x98, "ff:f"],
    [0x99, 0x9f, "d:d"],
    [0xa0, 0xa6, "dd:d"],
    [0xa7, 0xa7, "l:i"],
    [0xa8, 0xa9, "f:i"],
    [0xaa, 0xab, "d:i"],
    [0xac, 0xad, "i:l"],
    [0xae, 0xaf, "f:l"],
    [0xb0, 0xb1, "d:l"],
    [0xb2, 0xb3, "i:f"],
    [0xb4, 0xb5, "l:f"],
    [0xb6, 0xb6, "d:f"],
    [0xb7, 0xb8, "i:d"],
    [0xb9, 0xba, "l:d"],
    [0xbb, 0xbb, "f:d"],
    [0xbc, 0xbc, "f:i"],
    [0xbd, 0xbd, "d:l"],
    [0xbe, 0xbe, "i:f"],
    [0xbf, 0xbf, "l:d"],
    [0xc0, 0xc1, "i:i"],
    [0xc2, 0xc4, "l:l"],
    [MISC + 0, MISC + 1, "f:i"],
    [MISC + 2, MISC + 3, "d:i"],
    [MISC + 4, MISC + 5, "f:l"],
    [MISC + 6, MISC + 7, "d:l"],
  ];
  for (const [first, last, signature] of signatures) define(first, last, signature);
}

function defineBulk(): void {
  define(Op.memoryInit, Op.memoryInit, "iii:", "indices");
  define(Op.dataDrop, Op.dataDrop, ":", "index");
  define(Op.memoryCopy, Op.memoryCopy, "iii:", "zeros");
  define(Op.memoryFill, Op.memoryFill, "iii:", "zero");
  define(Op.tableInit, Op.tableInit, "iii:", "indices");
  define(Op.elemDrop, Op.elemDrop, ":", "index");
  define(Op.tableCopy, Op.tableCopy, "iii:", "indices");
  define(Op.tableGrow, Op.tableGrow, "*", "index");
  define(Op.tableSize, Op.tableSize, ":i", "index");
  define(Op.tableFill, Op.tableFill, "*", "index");
}

function defineSimd(): void {
  const at = (first: number, last: number, signature: string, immediate: Immediate = "none"): void =>
    define(SIMD + first, SIMD + last, signature, immediate);
  at(0, 10, "i:v", "memory");
  at(11, 11, "iv:", "memory");
  at(12, 12, ":v", "bytes16");
  at(13, 13, "vv:v", "bytes16");
  at(14, 14, "vv:v");
  at(15, 17, "i:v");
  at(18, 18, "l:v");
  at(19, 19, "f:v");
  at(20, 20, "d:v");
  const lanes: [number, string][] = [
    [21, "v:i"],
    [22, "v:i"],
    [23, "vi:v"],
    [24, "v:i"],
    [25, "v:i"],
    [26, "vi:v"],
    [27, "v:i"],
    [28, "vi:v"],
    [29, "v:l"],
    [30, "vl:v"],
    [31, "v:f"],
    [32, "vf:v"],
    [33, "v:d"],
    [34, "vd:v"],
  ];
  for (const [code, signature] of lanes) at(code, code, signature, "lane");
  at(84, 87, "iv:v", "memoryLane");
  at(88, 91, "iv:", "memoryLane");
  at(92, 93, "i:v", "memory");
  const binary: [number, number][] = [
    [35, 76],
    [78, 81],
    [101, 102],
    [110, 115],
    [118, 121],
    [123, 123],
    [130, 130],
    [133, 134],
    [142, 147],
    [149, 153],
    [155, 159],
    [174, 174],
    [177, 177],
    [181, 186],
    [188, 191],
    [206, 206],
    [209, 209],
    [213, 223],
    [228, 235],
    [240, 247],
  ];
  for (const [first, last] of binary) at(first, last, "vv:v");
  const unary: [number, number][] = [
    [77, 77],
    [94, 98],
    [103, 106],
    [116, 117],
    [122, 122],
    [124, 129],
    [135, 138],
    [148, 148],
    [160, 161],
    [167, 170],
    [192, 193],
    [199, 202],
    [224, 225],
    [227, 227],
    [236, 237],
    [239, 239],
    [248, 255],
  ];
  for (const [first, last] of unary) at(first, last, "v:v");
  at(82, 82, "vvv:v");
  for (const code of [83, 99, 100, 131, 132, 163, 164, 195, 196]) at(code, code, "v:i");
  for (const first of [107, 139, 171, 203]) at(first, first + 2, "vi:v");
}

defineControl();
defineMemory();
defineNumbers();
defineBulk();
defineSimd();
