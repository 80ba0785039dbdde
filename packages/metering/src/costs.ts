import { CODE_COUNT, MISC, Op, SIMD } from "./opcodes.ts";

/**
 * Version of everything that decides how much fuel a program uses: this file, and the rules of `docs/protocol/metering.md`.
 * A change of either is a new version, and receipts of different versions do not compare.
 */
export const FUEL_VERSION = 1;

/** Charges in fuel, apart from those of single instructions. */
export const COSTS = {
  /** Before anything else happens, and for each byte of the module. */
  instantiate: 10_000,
  modulePerByte: 100,
  /** For each page of memory, at the start and when it grows. A power of two. */
  memoryPage: 4_096,
  /** For each entry of a table, at the start, when it grows, and when entries are copied or filled. A power of two. */
  tableEntry: 32,
  /** memory.copy, memory.fill and memory.init: one unit for 2^3 bytes. */
  bulkBytesShift: 3,
  /** A WASI call, and each byte that it moves between the program and its host. */
  wasiCall: 2_000,
  wasiPerByte: 1,
  wasiPerVector: 10,
  wasiPerDirectoryEntry: 50,
  randomPerByte: 32,
} as const;

/** Rules that say which stretches of code are charged together. */
export const MERGE = {
  /** A conditional stretch of at most this cost may be charged in advance, whether it runs or not. */
  stretch: 24,
  /** Greatest sum of such stretches in one charge. */
  budget: 48,
} as const;

/** A function without calls and loops and of at most these measures carries no meter of its own; its caller pays for it. */
export const FREE_LEAF = { bodyBytes: 64, cost: 32, locals: 12 } as const;

/**
 * Fuel that a loop without calls draws at once. A trap inside such a loop leaves what is left of it unreturned: the fuel
 * of a trapped execution is rounded up by less than this.
 */
export const SLICE = 1_000_000;

const costs = new Uint16Array(CODE_COUNT).fill(1);

/** Fuel of one instruction by its code; calls and bulk instructions add what depends on their operands. */
export function instructionCost(code: number): number {
  return costs[code] as number;
}

function set(first: number, last: number, cost: number): void {
  costs.fill(cost, first, last + 1);
}

set(Op.nop, Op.else, 0);
set(Op.if, Op.if, 1);
set(Op.end, Op.end, 0);
set(Op.brTable, Op.brTable, 3);
set(Op.call, Op.call, 5);
set(Op.callIndirect, Op.callIndirect, 8);
set(Op.tableGet, Op.tableSet, 3);
set(0x28, 0x3e, 2);
set(Op.memoryGrow, Op.memoryGrow, 1_000);
for (const first of [0x6d, 0x7f]) set(first, first + 3, 10);
for (const code of [0x91, 0x95, 0x9f, 0xa3]) set(code, code, 8);
set(Op.memoryInit, Op.tableFill, 20);
set(Op.tableSize, Op.tableSize, 1);
set(Op.tableGrow, Op.tableGrow, 1_000);
set(MISC, MISC + 7, 2);
set(SIMD, SIMD + 11, 2);
set(SIMD + 84, SIMD + 93, 2);
for (const code of [227, 231, 239, 243]) set(SIMD + code, SIMD + code, 12);
for (const code of [149, 181, 213, 186]) set(SIMD + code, SIMD + code, 2);
