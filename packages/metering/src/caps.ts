/** Bounds on a module's shape: part of the protocol, so that every node refuses the same programs. */
export const CAPS = {
  moduleBytes: 32 * 1024 * 1024,
  types: 20_000,
  parametersPerType: 256,
  resultsPerType: 64,
  imports: 1_000,
  functions: 100_000,
  bodyBytes: 1024 * 1024,
  /** One function with its meter: what engines still compile. */
  meteredBodyBytes: 7_000_000,
  meteredModuleBytes: 256 * 1024 * 1024,
  /** Parameters and locals of all functions together. */
  localsPerModule: 4_000_000,
  /** Parameters and locals of one function. */
  localsPerFunction: 2_048,
  /** Values on the operand stack of one function. */
  operandHeight: 2_048,
  nesting: 2_048,
  branchTableEntries: 16_384,
  tables: 16,
  tableEntries: 1_000_000,
  globals: 50_000,
  exports: 50_000,
  elementSegments: 10_000,
  dataSegments: 100_000,
} as const;

/** Names that the meter itself exports start with this; a program that exports such a name is refused. */
export const RESERVED_PREFIX = "computehive:";

export const PAGE_BYTES = 65_536;
