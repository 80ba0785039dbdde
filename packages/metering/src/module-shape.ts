/** What the rewriter needs to know of a module, read in one pass over its sections. */
export interface ModuleShape {
  bytes: Uint8Array;
  sections: readonly SectionRange[];
  types: readonly FunctionType[];
  imports: readonly ImportedFunction[];
  /** Type index of every function, the imported ones first. */
  functionTypes: readonly number[];
  tables: readonly TableShape[];
  memory: MemoryShape | undefined;
  /** Value type of every global. */
  globals: readonly number[];
  exports: readonly ExportShape[];
  start: number | undefined;
  bodies: readonly BodyRange[];
  features: ReadonlySet<string>;
}

export interface SectionRange {
  id: number;
  start: number;
  end: number;
}
export interface FunctionType {
  params: readonly number[];
  results: readonly number[];
}
export interface ImportedFunction {
  module: string;
  name: string;
  type: number;
  offset: number;
}
export interface TableShape {
  type: number;
  minimum: number;
  maximum: number | undefined;
}
/** In pages of 64 KiB. */
export interface MemoryShape {
  minimum: number;
  maximum: number | undefined;
}
export interface ExportShape {
  name: string;
  kind: ExportKind;
  index: number;
  offset: number;
}
export interface BodyRange {
  start: number;
  end: number;
}

export const EXPORT_KINDS = ["function", "table", "memory", "global"] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** Section numbers of the binary format. */
export const Section = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
  tag: 13,
} as const;
