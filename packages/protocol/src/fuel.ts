/** Rules of an execution that every node and every verifier must share. Changing one is a new manifest version. */

/** Bytes of a WebAssembly page; a manifest's memory limit counts in whole pages, rounded down. */
export const WASM_PAGE_BYTES = 65_536;
export const MAX_MEMORY_BYTES = 65_536 * WASM_PAGE_BYTES;
/** Far above what a day of execution uses, far below what the meter's 64-bit counter holds. */
export const MAX_FUEL = 10n ** 18n;
export const MAX_WALL_SECONDS = 3_600;
export const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

export interface Limits {
  readonly fuel: bigint;
  readonly memoryBytes: number;
  readonly wallSeconds: number;
  readonly outputBytes: number;
}

/** What a manifest says when its author says nothing. */
export const DEFAULT_LIMITS: Limits = {
  fuel: 100n * 10n ** 9n,
  memoryBytes: 256 * 1024 * 1024,
  wallSeconds: 300,
  outputBytes: 32 * 1024 * 1024,
};

/** Seed of the program's random numbers where the manifest names none. */
export const DEFAULT_SEED = `0x${"00".repeat(32)}` as const;

/** 2020-01-01T00:00:00Z. The virtual clock starts here: a program cannot learn the date. */
export const VIRTUAL_EPOCH_SECONDS = 1_577_836_800;

/** `args[0]` of every program; a manifest's arguments follow it. */
export const PROGRAM_NAME = "program";
