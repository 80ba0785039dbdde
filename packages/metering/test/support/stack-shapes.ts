/** Programs that call themselves without end, each with another kind of frame, as WebAssembly text. */
export interface StackShape {
  name: string;
  text: string;
}

export const STACK_SHAPES: readonly StackShape[] = [
  shape("smallest frame", "", "(call $f)"),
  shape("one value kept across the call", "(local $a i64)", keepLocals(1, "i64")),
  shape("8 values kept across the call", locals(8, "i64"), keepLocals(8, "i64")),
  shape("64 values kept across the call", locals(64, "i64"), keepLocals(64, "i64")),
  shape("512 values kept across the call", locals(512, "i64"), keepLocals(512, "i64")),
  shape("2040 values kept across the call", locals(2_040, "i64"), keepLocals(2_040, "i64")),
  shape("2040 vectors kept across the call", locals(2_040, "v128"), keepVectors(2_040)),
  shape("64 doubles kept across the call", locals(64, "f64"), keepLocals(64, "f64")),
  shape("500 operands below the call", "", operands(500)),
  shape("2000 operands below the call", "", operands(2_000)),
  shape("2040 locals of which none is used", locals(2_040, "i64"), "(call $f)"),
  parameters(8, "i32"),
  parameters(32, "i64"),
  parameters(250, "i64"),
  parameters(100, "v128"),
  results(60),
  indirect(),
];

function shape(name: string, declarations: string, body: string): StackShape {
  return { name, text: program(`(func $f ${declarations} ${body})`, "(call $f)") };
}

function program(functions: string, start: string): string {
  return `(module (memory (export "memory") 1) (global $g (mut i64) (i64.const 1)) (global $d (mut f64) (f64.const 1))
    (table 1 funcref) (elem (i32.const 0) $f) ${functions} (func (export "_start") ${start}))`;
}

function locals(count: number, type: string): string {
  return `(local ${Array.from({ length: count }, () => type).join(" ")})`;
}

function keepLocals(count: number, type: string): string {
  const source = type === "f64" ? "$d" : "$g";
  // Each value depends on memory that the callee may change, so that it must be kept and not computed again.
  const load = (index: number): string => `(local.set ${index} (${type}.load offset=${index * 8} (i32.const 0)))`;
  const use = (index: number): string =>
    `(global.set ${source} (${type}.add (global.get ${source}) (local.get ${index})))`;
  return `${repeat(count, load)} (call $f) ${repeat(count, use)}`;
}

function keepVectors(count: number): string {
  const load = (index: number): string => `(local.set ${index} (v128.load offset=${index * 16} (i32.const 0)))`;
  const use = (index: number): string => `(v128.store offset=${index * 16} (i32.const 8) (local.get ${index}))`;
  return `${repeat(count, load)} (call $f) ${repeat(count, use)}`;
}

function operands(count: number): string {
  return `${repeat(count, (index) => `(i64.load offset=${index * 8} (i32.const 0))`)} (call $f)
    ${repeat(count - 1, () => "(i64.add)")} (global.set $g)`;
}

function parameters(count: number, type: string): StackShape {
  const get = (index: number): string => `(local.get ${index})`;
  const zero = type === "v128" ? "(v128.const i64x2 1 2)" : `(${type}.const 1)`;
  const types = Array.from({ length: count }, () => type).join(" ");
  const keep =
    type === "v128"
      ? (index: number) => `(v128.store offset=${index * 16} (i32.const 0) (local.get ${index}))`
      : (index: number) => `(${type}.store offset=${index * 8} (i32.const 0) (local.get ${index}))`;
  const text = program(
    `(func $f (param ${types}) (call $f ${repeat(count, get)}) ${repeat(count, keep)})`,
    `(call $f ${repeat(count, () => zero)})`,
  );
  return { name: `${count} parameters of type ${type}`, text };
}

function results(count: number): StackShape {
  const types = Array.from({ length: count }, () => "i64").join(" ");
  const text = program(
    `(func $f (result ${types}) (call $f) (i64.const 1) (i64.add))`,
    `(call $f) ${repeat(count, () => "(drop)")}`,
  );
  return { name: `${count} results`, text };
}

function indirect(): StackShape {
  return { name: "calls through a table", text: program("(func $f (call_indirect (i32.const 0)))", "(call $f)") };
}

function repeat(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join(" ");
}
