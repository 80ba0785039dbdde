import { ByteReader } from "./binary/reader.ts";
import { CAPS } from "./caps.ts";
import { readConstantExpression, readValueType } from "./constant-expression.ts";
import type {
  BodyRange,
  ExportShape,
  FunctionType,
  ImportedFunction,
  MemoryShape,
  ModuleShape,
  SectionRange,
  TableShape,
} from "./module-shape.ts";
import { EXPORT_KINDS, Section } from "./module-shape.ts";
import { EXTERNREF, FUNCREF } from "./opcodes.ts";

const ORDER: readonly number[] = [
  Section.type,
  Section.import,
  Section.function,
  Section.table,
  Section.memory,
  Section.global,
  Section.export,
  Section.start,
  Section.element,
  Section.dataCount,
  Section.code,
  Section.data,
];

/** Reads a module's sections (function bodies only by their place); refuses what the rewriter does not know. */
export function readSections(bytes: Uint8Array): ModuleShape {
  const reader = new ByteReader(bytes);
  if (bytes.length > CAPS.moduleBytes) throw reader.tooLarge(`it has more than ${CAPS.moduleBytes} bytes`);
  readHeader(reader);
  const shape: MutableShape = {
    bytes,
    sections: [],
    types: [],
    imports: [],
    functionTypes: [],
    tables: [],
    memory: undefined,
    globals: [],
    exports: [],
    start: undefined,
    bodies: [],
    features: new Set(),
  };
  let rank = -1;
  while (!reader.done) {
    const offset = reader.offset;
    const id = reader.u8();
    const length = reader.u32();
    const start = reader.offset;
    reader.skip(length);
    if (id === Section.custom) continue;
    const newRank = ORDER.indexOf(id);
    if (newRank < 0) throw unknownSection(reader, id, offset);
    if (newRank <= rank) throw reader.malformed(`section ${id} is out of order or there twice`);
    rank = newRank;
    shape.sections.push({ id, start, end: start + length });
    const section = new ByteReader(bytes, start, start + length);
    READERS[id]?.(section, shape);
    if (!section.done) throw section.malformed(`section ${id} is longer than its content`);
  }
  return shape;
}

type MutableShape = { -readonly [Key in keyof ModuleShape]: ModuleShape[Key] } & {
  sections: SectionRange[];
  types: FunctionType[];
  imports: ImportedFunction[];
  functionTypes: number[];
  tables: TableShape[];
  globals: number[];
  exports: ExportShape[];
  bodies: BodyRange[];
  features: Set<string>;
};

type SectionReader = (reader: ByteReader, shape: MutableShape) => void;

const READERS: Readonly<Record<number, SectionReader>> = {
  [Section.type]: readTypes,
  [Section.import]: readImports,
  [Section.function]: readFunctions,
  [Section.table]: readTables,
  [Section.memory]: readMemories,
  [Section.global]: readGlobals,
  [Section.export]: readExports,
  [Section.start]: (reader, shape) => {
    shape.start = reader.u32();
  },
  [Section.element]: readElements,
  [Section.dataCount]: (reader, shape) => {
    reader.u32();
    shape.features.add("bulk-memory");
  },
  [Section.code]: readCode,
  [Section.data]: readData,
};

function readHeader(reader: ByteReader): void {
  const expected = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  for (const byte of expected) {
    if (reader.done || reader.u8() !== byte)
      throw reader.malformed("it does not begin like a WebAssembly module, version 1");
  }
}

function unknownSection(reader: ByteReader, id: number, offset: number): Error {
  if (id === Section.tag) return reader.forbidden("exceptions (a tag section)", offset);
  return reader.forbidden(`an unknown section, number ${id}`, offset);
}

function readCount(reader: ByteReader, limit: number, what: string): number {
  const count = reader.u32();
  if (count > limit) throw reader.tooLarge(`it has ${count} ${what}, more than ${limit}`);
  return count;
}

function readTypes(reader: ByteReader, shape: MutableShape): void {
  for (let count = readCount(reader, CAPS.types, "types"); count > 0; count--) {
    const offset = reader.offset;
    if (reader.u8() !== 0x60) throw reader.forbidden("garbage-collected types", offset);
    const params = readValueTypes(reader, CAPS.parametersPerType, "parameters in a type");
    const results = readValueTypes(reader, CAPS.resultsPerType, "results in a type");
    if (results.length > 1) shape.features.add("multi-value");
    shape.types.push({ params, results });
  }
}

function readValueTypes(reader: ByteReader, limit: number, what: string): number[] {
  return Array.from({ length: readCount(reader, limit, what) }, () => readValueType(reader));
}

function readImports(reader: ByteReader, shape: MutableShape): void {
  for (let count = readCount(reader, CAPS.imports, "imports"); count > 0; count--) {
    const offset = reader.offset;
    const module = reader.text();
    const name = reader.text();
    const kind = reader.u8();
    const what = ["function", "table", "memory", "global", "tag"][kind] ?? `thing of kind ${kind}`;
    if (kind !== 0) throw reader.forbidden(`an imported ${what} ("${module}" "${name}")`, offset);
    const type = reader.u32();
    shape.imports.push({ module, name, type, offset });
    shape.functionTypes.push(type);
  }
}

function readFunctions(reader: ByteReader, shape: MutableShape): void {
  for (let count = readCount(reader, CAPS.functions, "functions"); count > 0; count--) {
    shape.functionTypes.push(reader.u32());
  }
}

function readTables(reader: ByteReader, shape: MutableShape): void {
  for (let count = readCount(reader, CAPS.tables, "tables"); count > 0; count--) {
    const offset = reader.offset;
    const type = reader.u8();
    if (type !== FUNCREF && type !== EXTERNREF) throw reader.forbidden("a table of typed references", offset);
    const { minimum, maximum } = readLimits(reader, "table");
    if (minimum > CAPS.tableEntries)
      throw reader.tooLarge(`a table begins with more than ${CAPS.tableEntries} entries`);
    shape.tables.push({ type, minimum, maximum });
  }
  if (shape.tables.length > 1) shape.features.add("reference-types");
}

function readMemories(reader: ByteReader, shape: MutableShape): void {
  const count = reader.u32();
  if (count > 1) throw reader.forbidden("several memories");
  if (count === 1) shape.memory = readLimits(reader, "memory");
}

function readLimits(reader: ByteReader, what: string): MemoryShape {
  const offset = reader.offset;
  const flags = reader.u8();
  if (flags & 0x02) throw reader.forbidden(`a shared ${what} (threads)`, offset);
  if (flags & 0x04) throw reader.forbidden(`a 64-bit ${what}`, offset);
  if (flags > 1) throw reader.forbidden(`a ${what} with unknown flags ${flags}`, offset);
  const minimum = reader.u32();
  const maximum = flags & 1 ? reader.u32() : undefined;
  return { minimum, maximum };
}

function readGlobals(reader: ByteReader, shape: MutableShape): void {
  for (let count = readCount(reader, CAPS.globals, "globals"); count > 0; count--) {
    shape.globals.push(readValueType(reader));
    const mutable = reader.u8();
    if (mutable > 1) throw reader.forbidden("a shared global (threads)", reader.offset - 1);
    readConstantExpression(reader);
  }
}

function readExports(reader: ByteReader, shape: MutableShape): void {
  for (let count = readCount(reader, CAPS.exports, "exports"); count > 0; count--) {
    const offset = reader.offset;
    const name = reader.text();
    const kind = EXPORT_KINDS[reader.u8()];
    if (kind === undefined) throw reader.forbidden(`an export of an unknown kind ("${name}")`, offset);
    shape.exports.push({ name, kind, index: reader.u32(), offset });
  }
}

function readElements(reader: ByteReader): void {
  for (let count = readCount(reader, CAPS.elementSegments, "element segments"); count > 0; count--) {
    const offset = reader.offset;
    const flags = reader.u32();
    if (flags > 7) throw reader.forbidden(`an element segment with unknown flags ${flags}`, offset);
    readElementSegment(reader, flags);
  }
}

function readElementSegment(reader: ByteReader, flags: number): void {
  const active = (flags & 1) === 0;
  const expressions = (flags & 4) !== 0;
  if (active && flags & 2) reader.u32();
  if (active) readConstantExpression(reader);
  if (flags & 3) readElementKind(reader, expressions);
  for (let entries = readCount(reader, CAPS.tableEntries, "entries in a segment"); entries > 0; entries--) {
    if (expressions) readConstantExpression(reader);
    else reader.u32();
  }
}

function readElementKind(reader: ByteReader, expressions: boolean): void {
  if (expressions) readValueType(reader);
  else if (reader.u8() !== 0) throw reader.forbidden("an element segment of an unknown kind", reader.offset - 1);
}

function readCode(reader: ByteReader, shape: MutableShape): void {
  const count = readCount(reader, CAPS.functions, "function bodies");
  if (count !== shape.functionTypes.length - shape.imports.length) {
    throw reader.malformed("the number of function bodies differs from the number of functions");
  }
  for (let index = 0; index < count; index++) {
    const length = reader.u32();
    if (length > CAPS.bodyBytes) throw reader.tooLarge(`a function has ${length} bytes, more than ${CAPS.bodyBytes}`);
    shape.bodies.push({ start: reader.offset, end: reader.offset + length });
    reader.skip(length);
  }
}

function readData(reader: ByteReader): void {
  for (let count = readCount(reader, CAPS.dataSegments, "data segments"); count > 0; count--) {
    const offset = reader.offset;
    const flags = reader.u32();
    if (flags > 2) throw reader.forbidden(`a data segment with unknown flags ${flags}`, offset);
    if (flags === 2 && reader.u32() !== 0) throw reader.forbidden("several memories", offset);
    if (flags !== 1) readConstantExpression(reader);
    reader.skip(reader.u32());
  }
}
