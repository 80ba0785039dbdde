import { ByteWriter } from "./binary/writer.ts";
import { CAPS, PAGE_BYTES } from "./caps.ts";
import { ProgramRefusedError } from "./errors.ts";
import { FunctionCompiler } from "./function/compile.ts";
import { type GrowthBounds, helperBodies, type MeterIndices, writeMeterGlobals } from "./meter-code.ts";
import { METER_EXPORTS } from "./meter-names.ts";
import { EXPORT_KINDS, type ExportShape, type ModuleShape, Section, type TableShape } from "./module-shape.ts";
import { I32 } from "./opcodes.ts";
import { STACK_BYTES } from "./stack.ts";
import { readModule } from "./validate.ts";

export interface InstrumentOptions {
  /** What is left for the program itself, instantiation already paid. */
  fuel: bigint;
  memoryBytes: number;
  /** Metered stack; only measurements set it. */
  stackBytes?: bigint;
  /** Keep the module's own exports beside the meter's; tests that call single functions set it. */
  keepExports?: boolean;
}

export interface InstrumentedProgram {
  wasm: Uint8Array<ArrayBuffer>;
}

/** Rewrites `program` so that it counts its fuel and stack and makes NaNs canonical (`docs/protocol/metering.md`). */
export function instrument(program: Uint8Array, options: InstrumentOptions): InstrumentedProgram {
  return instrumentModule(readModule(program), options);
}

/** The same, for a module that was read already. */
export function instrumentModule(shape: ModuleShape, options: InstrumentOptions): InstrumentedProgram {
  return { wasm: new ModuleWriter(shape, options).write() };
}

/** Sections in the order of the binary format. */
const ORDER: readonly number[] = [
  Section.type,
  Section.import,
  Section.function,
  Section.table,
  Section.memory,
  Section.global,
  Section.export,
  Section.element,
  Section.dataCount,
  Section.code,
  Section.data,
];

class ModuleWriter {
  private readonly shape: ModuleShape;
  private readonly options: InstrumentOptions;
  private readonly meter: MeterIndices;
  private readonly compiler: FunctionCompiler;

  constructor(shape: ModuleShape, options: InstrumentOptions) {
    this.shape = shape;
    this.options = options;
    const functions = shape.functionTypes.length;
    const globals = shape.globals.length;
    this.meter = {
      fuel: globals,
      stack: globals + 1,
      denied: globals + 2,
      chargeBytes: functions,
      chargeEntries: functions + 1,
      grow: functions + 2,
    };
    this.compiler = new FunctionCompiler(shape, this.meter);
  }

  write(): Uint8Array<ArrayBuffer> {
    const out = new ByteWriter(this.shape.bytes.length * 2 + 1024);
    out.raw(this.shape.bytes.subarray(0, 8));
    // Bodies come first: they say which types the type section needs in addition.
    const code = this.code();
    for (const id of ORDER) this.section(out, id, code);
    return out.view().slice();
  }

  private section(out: ByteWriter, id: number, code: ByteWriter): void {
    const w = new ByteWriter();
    switch (id) {
      case Section.type:
        this.types(w);
        break;
      case Section.function:
        this.functions(w);
        break;
      case Section.table:
        this.tables(w);
        break;
      case Section.memory:
        this.memory(w);
        break;
      case Section.global:
        this.globals(w);
        break;
      case Section.export:
        this.exports(w);
        break;
      case Section.code:
        w.raw(code.view());
        break;
      default:
        w.raw(this.original(id));
    }
    if (w.length > 0) out.section(id, w);
  }

  private original(id: number): Uint8Array {
    const section = this.shape.sections.find((candidate) => candidate.id === id);
    return section ? this.shape.bytes.subarray(section.start, section.end) : new Uint8Array();
  }

  /** The entries of a section that begins with their number. */
  private originalEntries(id: number, count: number): Uint8Array {
    const content = this.original(id);
    const countBytes = new ByteWriter(8).u32(count).length;
    let offset = 0;
    // The number may be written longer than needed.
    while (content.length > 0 && (content[offset] as number) & 0x80) offset++;
    return content.subarray(content.length > 0 ? Math.max(offset + 1, countBytes) : 0);
  }

  private types(w: ByteWriter): void {
    const { types } = this.shape;
    const added = this.compiler.addedTypes;
    w.u32(types.length + 1 + added.length).raw(this.originalEntries(Section.type, types.length));
    w.ops(0x60, 1, I32, 1, I32);
    for (const results of added)
      w.ops(0x60, 0)
        .u32(results.length)
        .ops(...results);
  }

  private functions(w: ByteWriter): void {
    const { functionTypes, imports, types } = this.shape;
    const own = functionTypes.slice(imports.length);
    w.u32(own.length + 3);
    for (const type of [...own, types.length, types.length, types.length]) w.u32(type);
  }

  private tables(w: ByteWriter): void {
    const { tables } = this.shape;
    if (tables.length === 0) return;
    w.u32(tables.length);
    for (const table of tables) writeTable(w, table);
  }

  private memory(w: ByteWriter): void {
    const { memory } = this.shape;
    if (memory === undefined) return;
    const bounds = this.growthBounds();
    w.ops(1, 1)
      .u32(memory.minimum)
      .u32(Math.max(memory.minimum, Math.min(bounds.own, bounds.limit)));
  }

  private growthBounds(): GrowthBounds {
    const { memory } = this.shape;
    const own = memory?.maximum ?? 65_536;
    return { present: memory !== undefined, own, limit: Math.floor(this.options.memoryBytes / PAGE_BYTES) };
  }

  private globals(w: ByteWriter): void {
    const count = this.shape.globals.length;
    w.u32(count + 3).raw(this.originalEntries(Section.global, count));
    writeMeterGlobals(w, this.options.fuel, this.options.stackBytes ?? STACK_BYTES);
  }

  private exports(w: ByteWriter): void {
    const { shape, meter } = this;
    const own = this.options.keepExports ? shape.exports : [];
    const reserved: Pick<ExportShape, "name" | "kind" | "index">[] = [
      { name: METER_EXPORTS.fuel, kind: "global", index: meter.fuel },
      { name: METER_EXPORTS.stack, kind: "global", index: meter.stack },
      { name: METER_EXPORTS.denied, kind: "global", index: meter.denied },
    ];
    if (shape.memory) reserved.push({ name: METER_EXPORTS.memory, kind: "memory", index: 0 });
    if (shape.start !== undefined) reserved.push({ name: METER_EXPORTS.start, kind: "function", index: shape.start });
    const main = shape.exports.find((candidate) => candidate.name === "_start" && candidate.kind === "function");
    if (main) reserved.push({ name: METER_EXPORTS.main, kind: "function", index: main.index });
    w.u32(own.length + reserved.length);
    for (const { name, kind, index } of [...own, ...reserved]) w.text(name).u8(EXPORT_KINDS.indexOf(kind)).u32(index);
  }

  private code(): ByteWriter {
    const { shape, compiler } = this;
    const w = new ByteWriter(shape.bytes.length * 2 + 256);
    const body = new ByteWriter(4096);
    w.u32(shape.bodies.length + 3);
    shape.bodies.forEach(({ start: offset }, index) => {
      body.reset();
      compiler.compile(body, index);
      if (body.length > CAPS.meteredBodyBytes || w.length > CAPS.meteredModuleBytes) throw grownTooLarge(offset);
      w.u32(body.length).raw(body.view());
    });
    for (const helper of helperBodies(this.meter, this.growthBounds())) w.u32(helper.length).raw(helper.view());
    return w;
  }
}

function grownTooLarge(offset: number): ProgramRefusedError {
  return new ProgramRefusedError({ rule: "too-large", reason: "it grows too large with its meter", offset });
}

function writeTable(w: ByteWriter, table: TableShape): void {
  w.u8(table.type)
    .u8(1)
    .u32(table.minimum)
    .u32(Math.min(table.maximum ?? CAPS.tableEntries, CAPS.tableEntries));
}
