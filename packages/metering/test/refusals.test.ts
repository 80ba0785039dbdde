import { describe, expect, it } from "vitest";
import { ByteWriter } from "../src/binary/writer.ts";
import { CAPS } from "../src/caps.ts";
import { ProgramRefusedError, type RefusalRule } from "../src/errors.ts";
import { instrument } from "../src/instrument.ts";
import { Section } from "../src/module-shape.ts";
import { Op } from "../src/opcodes.ts";
import { inspectProgram } from "../src/validate.ts";
import { assemble } from "./support/wat.ts";

const START = '(func (export "_start"))';
const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];

function repeated(count: number, text: string): string {
  return text.repeat(count);
}

/** Program text, the rule that refuses it, and what the message says. */
const REFUSED: readonly [string, string, RefusalRule, RegExp][] = [
  ["a shared memory", `(module (memory 1 1 shared) ${START})`, "forbidden-feature", /shared memory \(threads\)/],
  [
    "an atomic instruction",
    '(module (func (export "_start") (atomic.fence)))',
    "forbidden-feature",
    /threads \(atomic instructions\)/,
  ],
  [
    "a relaxed vector instruction",
    '(module (func (export "_start") (drop (i8x16.relaxed_swizzle (v128.const i64x2 0 0) (v128.const i64x2 0 0)))))',
    "forbidden-feature",
    /relaxed vector/,
  ],
  ["an exception tag", `(module (tag $t) ${START})`, "forbidden-feature", /exceptions/],
  ["a tail call", '(module (func $f (export "_start") (return_call $f)))', "forbidden-feature", /tail calls/],
  ["a 64-bit memory", `(module (memory i64 1) ${START})`, "forbidden-feature", /64-bit memory/],
  ["two memories", `(module (memory 1) (memory 1) ${START})`, "forbidden-feature", /several memories/],
  [
    "an imported memory",
    `(module (import "env" "memory" (memory 1)) ${START})`,
    "forbidden-feature",
    /imported memory/,
  ],
  [
    "an imported table",
    `(module (import "env" "table" (table 1 funcref)) ${START})`,
    "forbidden-feature",
    /imported table/,
  ],
  [
    "an imported global",
    `(module (import "env" "global" (global i32)) ${START})`,
    "forbidden-feature",
    /imported global/,
  ],
  ["a function of no standard", `(module (import "env" "now" (func)) ${START})`, "forbidden-import", /"env" "now"/],
  [
    "a function that WASI has not",
    `(module (import "wasi_snapshot_preview1" "fd_escape" (func)) ${START})`,
    "forbidden-import",
    /"fd_escape"/,
  ],
  [
    "a name of the object prototype",
    `(module (import "wasi_snapshot_preview1" "constructor" (func)) ${START})`,
    "forbidden-import",
    /"constructor"/,
  ],
  [
    "a WASI function with other types",
    `(module (import "wasi_snapshot_preview1" "fd_close" (func (param i64) (result i32))) ${START})`,
    "forbidden-import",
    /other parameters/,
  ],
  ["no start", "(module (memory 1))", "missing-export", /"_start"/],
  ["a start with parameters", '(module (func (export "_start") (param i32)))', "missing-export", /"_start"/],
  ["a start that is a memory", '(module (memory (export "_start") 1))', "missing-export", /"_start"/],
  [
    "an export with the meter's name",
    `(module (global (export "computehive:fuel") (mut i64) (i64.const 0)) ${START})`,
    "reserved-export",
    /"computehive:fuel"/,
  ],
  [
    "a body of wrong types",
    '(module (func (export "_start") (i32.add (i64.const 1) (i32.const 1)) drop))',
    "invalid",
    /not a valid/,
  ],
  [
    "an index beyond the globals, where the meter's are",
    '(module (func (export "_start") (global.set 0 (i64.const 1))))',
    "invalid",
    /not a valid/,
  ],
  [
    "too many locals",
    `(module (func (export "_start") (local ${repeated(CAPS.localsPerFunction + 1, "i32 ")})))`,
    "too-large",
    /locals/,
  ],
  [
    "too large a branch table",
    `(module (func (export "_start") (br_table ${repeated(CAPS.branchTableEntries + 2, "0 ")} (i32.const 0))))`,
    "too-large",
    /branch table/,
  ],
  ["too large a table", `(module (table ${CAPS.tableEntries + 1} funcref) ${START})`, "too-large", /table/],
  [
    "too many operands",
    `(module (func (export "_start") ${repeated(CAPS.operandHeight + 1, "(i32.const 1) ")} ${repeated(CAPS.operandHeight + 1, "(drop) ")}))`,
    "too-large",
    /operand stack/,
  ],
  [
    "too long a function",
    `(module (func (export "_start") ${repeated(CAPS.bodyBytes + 1, "nop ")}))`,
    "too-large",
    /bytes, more than/,
  ],
];

describe("a program that is refused", () => {
  it.each(REFUSED)("has %s", async (_, text, rule, message) => {
    const refusal = refusalOf(await assemble(text));
    expect(refusal).toBeInstanceOf(ProgramRefusedError);
    expect(refusal?.rule).toBe(rule);
    expect(refusal?.message).toMatch(message);
  });

  it.each([
    ["nothing", [], /does not begin/],
    ["text", [...new TextEncoder().encode("#!/bin/sh\n")], /does not begin/],
    ["another version", [0x00, 0x61, 0x73, 0x6d, 0x0d, 0x00, 0x01, 0x00], /does not begin/],
    ["a section that is cut off", [...HEADER, 1, 200, 1], /reaches beyond/],
    ["a section twice", [...HEADER, 1, 1, 0, 1, 1, 0], /out of order or there twice/],
    ["an endless number", [...HEADER, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80], /longer than 32 bits/],
    ["a struct type", [...HEADER, 1, 3, 1, 0x5f, 0], /garbage-collected/],
    ["an unknown section", [...HEADER, 99, 0], /unknown section/],
  ])("is %s", (_, bytes, message) => {
    const refusal = refusalOf(new Uint8Array(bytes));
    expect(refusal).toBeInstanceOf(ProgramRefusedError);
    expect(refusal?.message).toMatch(message);
    expect(refusal?.offset).toBeTypeOf("number");
  });

  it("nests blocks too deep", () => {
    const depth = CAPS.nesting + 1;
    const body = new ByteWriter().u8(0);
    for (let level = 0; level < depth; level++) body.ops(Op.block, 0x40);
    for (let level = 0; level <= depth; level++) body.u8(Op.end);
    const module = new ByteWriter()
      .ops(...HEADER)
      .section(Section.type, new ByteWriter().ops(1, 0x60, 0, 0))
      .section(Section.function, new ByteWriter().ops(1, 0))
      .section(Section.export, new ByteWriter().u8(1).text("_start").ops(0, 0))
      .section(Section.code, new ByteWriter().u8(1).u32(body.length).raw(body.view()));
    expect(refusalOf(module.view())).toMatchObject({
      rule: "too-large",
      message: expect.stringMatching(/nested deeper/),
    });
  });

  it("is larger than the cap", () => {
    expect(refusalOf(new Uint8Array(CAPS.moduleBytes + 1))?.rule).toBe("too-large");
  });
});

describe("a program that is admitted", () => {
  it("is reported with what it is made of", async () => {
    const text = `(module (import "wasi_snapshot_preview1" "proc_exit" (func (param i32))) (memory (export "memory") 2 5)
      (func (export "_start") (memory.fill (i32.const 0) (i32.const 0) (i32.const 0)) (drop (i32.extend8_s (i32.const 1)))))`;
    const program = await assemble(text);
    expect(inspectProgram(program)).toEqual({
      imports: [{ module: "wasi_snapshot_preview1", name: "proc_exit", kind: "function" }],
      exports: [
        { name: "memory", kind: "memory" },
        { name: "_start", kind: "function" },
      ],
      memory: { initialBytes: 131_072, maximumBytes: 327_680 },
      features: ["bulk-memory", "sign-extension"],
      sizeBytes: program.length,
    });
  });

  it("loses its custom sections", async () => {
    const plain = await assemble(`(module ${START})`);
    const custom = new Uint8Array([...plain, 0, 5, 4, ...new TextEncoder().encode("note")]);
    const options = { fuel: 0n, memoryBytes: 0 };
    expect(instrument(custom, options).wasm).toEqual(instrument(plain, options).wasm);
  });
});

/** What the two doors say: reading the module, or rewriting its functions. */
function refusalOf(program: Uint8Array): ProgramRefusedError | undefined {
  try {
    inspectProgram(program);
    instrument(program, { fuel: 0n, memoryBytes: 2 ** 30 });
  } catch (error) {
    if (error instanceof ProgramRefusedError) return error;
    throw error;
  }
  return undefined;
}
