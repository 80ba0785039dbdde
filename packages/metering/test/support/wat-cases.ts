import type { Limits, RunResult } from "../../src/run.ts";
import { WASI_SIGNATURES } from "../../src/wasi/signatures.ts";

/** Programs in WebAssembly text, one for each thing the meter or the host has to get right. */
export interface WatCase {
  name: string;
  text: string;
  outcome?: RunResult["outcome"];
  exitCode?: number;
  limits?: Partial<Limits>;
}

const EXIT = '(import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))';
const WRITE = '(import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))';
const NAN_FLOW_CODE = 99;
const MEMORY = '(memory (export "memory") 1)';

/** `_start` with `body`, which leaves an i32 that becomes the exit code. */
function exits(body: string, more = ""): string {
  return `(module ${EXIT} ${more.includes("(memory") ? "" : MEMORY} ${more} (func (export "_start") (call $exit ${body})))`;
}

function runs(body: string, more = ""): string {
  return `(module ${more.includes("(memory") ? "" : MEMORY} ${more} (func (export "_start") ${body}))`;
}

const trapped = { outcome: "trapped" } as const;

export const WAT_CASES: readonly WatCase[] = [
  { name: "nothing at all", text: runs("") },
  { name: "trap: unreachable", text: runs("unreachable"), ...trapped },
  {
    name: "trap: integer overflow",
    text: runs("(drop (i32.div_s (i32.const 0x80000000) (i32.const -1)))"),
    ...trapped,
  },
  { name: "trap: remainder by zero", text: runs("(drop (i64.rem_u (i64.const 1) (i64.const 0)))"), ...trapped },
  { name: "trap: NaN to integer", text: runs("(drop (i32.trunc_f64_s (f64.const nan)))"), ...trapped },
  { name: "trap: load out of bounds", text: runs("(drop (i32.load (i32.const 65533)))"), ...trapped },
  {
    name: "trap: store at the end of the address space",
    text: runs("(i64.store offset=4294967295 (i32.const -1) (i64.const 1))"),
    ...trapped,
  },
  {
    name: "trap: indirect call of an empty entry",
    ...trapped,
    text: runs("(call_indirect (i32.const 1))", "(table 2 funcref)"),
  },
  {
    name: "trap: indirect call of another type",
    ...trapped,
    text: runs(
      "(drop (call_indirect (result i32) (i32.const 0)))",
      "(table 1 funcref) (elem (i32.const 0) $f) (func $f)",
    ),
  },
  {
    name: "trap: data beyond the memory",
    text: `(module ${MEMORY} (data (i32.const 65530) "too long") (func (export "_start")))`,
    ...trapped,
  },
  {
    name: "trap: memory.fill out of bounds",
    text: runs("(memory.fill (i32.const 65000) (i32.const 1) (i32.const 1000))"),
    ...trapped,
  },
  {
    name: "trap inside a loop without calls",
    ...trapped,
    text: runs(
      "(local $i i32) (loop (local.set $i (i32.add (local.get $i) (i32.const 64))) (drop (i32.load (local.get $i))) (br 0))",
    ),
  },
  { name: "fuel: a loop of nothing", text: runs("(loop (br 0))"), outcome: "out-of-fuel" },
  { name: "fuel: a loop around a call", text: runs("(loop (call $f) (br 0))", "(func $f)"), outcome: "out-of-fuel" },
  {
    name: "fuel: mutual recursion that returns",
    text: runs("(drop (call $f (i32.const 40)))", fibonacci()),
    outcome: "out-of-fuel",
  },
  { name: "fuel: not enough to begin", text: runs(""), limits: { fuel: 9_000n }, outcome: "out-of-fuel" },
  {
    name: "fuel: a start function that never ends",
    text: `(module ${MEMORY} (func $s (loop (br 0))) (start $s) (func (export "_start")))`,
    outcome: "out-of-fuel",
  },
  {
    name: "fuel: memory.fill again and again",
    text: runs("(loop (memory.fill (i32.const 0) (i32.const 1) (i32.const 65536)) (br 0))"),
    outcome: "out-of-fuel",
  },
  {
    name: "fuel: memory.copy again and again",
    text: runs("(loop (memory.copy (i32.const 0) (i32.const 8) (i32.const 60000)) (br 0))"),
    outcome: "out-of-fuel",
  },
  {
    name: "fuel: table.fill again and again",
    text: runs("(loop (table.fill (i32.const 0) (ref.null func) (i32.const 1000)) (br 0))", "(table 1000 funcref)"),
    limits: { fuel: 50_000_000n },
    outcome: "out-of-fuel",
  },
  {
    name: "fuel: many tiny WASI calls",
    text: `(module ${WRITE} ${MEMORY} (func (export "_start") (loop (drop (call $write (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0))) (br 0))))`,
    limits: { fuel: 50_000_000n },
    outcome: "out-of-fuel",
  },
  {
    name: "a start function that exits",
    text: `(module ${EXIT} ${MEMORY} (func $s (call $exit (i32.const 9))) (start $s) (func (export "_start") unreachable))`,
    exitCode: 9,
  },
  {
    name: "a start function that writes",
    text: `(module ${WRITE} ${MEMORY} (data (i32.const 0) "\\08\\00\\00\\00\\03\\00\\00\\00hey") (func $s (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 16)))) (start $s) (func (export "_start") (call $s)))`,
  },
  { name: "the largest exit code", text: exits("(i32.const -1)"), exitCode: 4_294_967_295 },
  {
    name: "memory: more at the start than the limit",
    text: runs("", '(memory (export "memory") 1000)'),
    outcome: "out-of-memory",
  },
  {
    name: "memory: growth denied, then a trap",
    text: runs("(loop (br_if 0 (i32.ne (memory.grow (i32.const 100)) (i32.const -1)))) unreachable"),
    outcome: "out-of-memory",
  },
  {
    name: "memory: growth denied, and lived with",
    text: exits("(memory.grow (i32.const 60000))"),
    exitCode: 4_294_967_295,
  },
  {
    name: "memory: growth up to the limit",
    text: exits("(i32.add (memory.grow (i32.const 511)) (memory.size))"),
    exitCode: 513,
  },
  {
    name: "memory: the program's own maximum",
    text: runs("(drop (memory.grow (i32.const 9))) unreachable", '(memory (export "memory") 1 4)'),
    ...trapped,
  },
  {
    name: "memory: growth until the fuel is gone",
    text: runs("(loop (drop (memory.grow (i32.const 0))) (br 0))"),
    limits: { fuel: 5_000_000n },
    outcome: "out-of-fuel",
  },
  {
    name: "no memory at all",
    text: `(module ${WRITE} ${EXIT} (func (export "_start") (call $exit (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 0)))))`,
    exitCode: 21,
  },
  { name: "br_table in a loop without calls", text: exits(`(call $f)`, branchTable()), exitCode: 252 },
  { name: "several results and block parameters", text: exits("(call $sum)", multiValue()), exitCode: 60 },
  {
    name: "leaving a sliced loop for an outer loop",
    text: exits("(call $f (i32.const 5000))", outerLoop()),
    exitCode: 12_500,
  },
  {
    name: "returning out of a sliced loop",
    text: exits("(i32.add (call $f (i32.const 7)) (call $f (i32.const 9)))", earlyReturn()),
    exitCode: 16,
  },
  {
    name: "saturating and sign-extending",
    text: exits("(i32.add (i32.trunc_sat_f32_s (f32.const 1e30)) (i32.extend8_s (i32.const 200)))"),
    exitCode: 2_147_483_591,
  },
  { name: "references and tables", text: exits("(call $f)", tables()), exitCode: 7 },
  {
    name: "passive data and memory.init",
    text: exits(
      "(call $f)",
      '(memory (export "memory") 1) (data $d "\\2a\\00\\00\\00") (func $f (result i32) (memory.init $d (i32.const 8) (i32.const 0) (i32.const 4)) (data.drop $d) (i32.load (i32.const 8)))',
    ),
    exitCode: 42,
  },
  {
    name: "a NaN through blocks, locals and selects",
    text: exits("(call $f (f32.const nan:0x200001))", nanFlow()),
    exitCode: NAN_FLOW_CODE,
  },
  { name: "vectors of every NaN", text: exits("(call $f)", nanVectors()), exitCode: 4 },
  { name: "WASI calls at every depth of the stack", text: deepCalls(), outcome: "out-of-stack" },
  { name: "hostile pointers in every WASI call", text: hostilePointers(), exitCode: 0 },
];

function fibonacci(): string {
  return `(func $f (param $n i32) (result i32) (if (result i32) (i32.lt_s (local.get $n) (i32.const 2)) (then (local.get $n))
    (else (i32.add (call $g (i32.sub (local.get $n) (i32.const 1))) (call $g (i32.sub (local.get $n) (i32.const 2)))))))
    (func $g (param i32) (result i32) (call $f (local.get 0)))`;
}

function branchTable(): string {
  return `(func $f (result i32) (local $i i32) (local $sum i32) (block $done (loop $again
    (block $c (block $b (block $a (br_table $a $b $c $done $c (i32.and (local.get $i) (i32.const 7))))
      (local.set $sum (i32.add (local.get $sum) (i32.const 100)))) (local.set $sum (i32.add (local.get $sum) (i32.const 50))))
      (local.set $sum (i32.add (local.get $sum) (i32.const 2)))
    (local.set $i (i32.add (local.get $i) (i32.const 1)))
    (br_if $again (i32.lt_s (local.get $i) (i32.const 1000))))) (i32.sub (local.get $sum) (i32.const -46)))`;
}

function multiValue(): string {
  return `(func $three (result i32 i32 i32) (i32.const 10) (i32.const 20) (loop (result i32) (i32.const 30)))
    (func $sum (result i32) (call $three) (block (param i32 i32 i32) (result i32) (i32.add) (i32.add)))`;
}

function outerLoop(): string {
  // The inner loop has no call and goes on with the outer one, which has.
  return `(func $tick) (func $f (param $n i32) (result i32) (local $i i32) (local $sum i32)
    (loop $outer (call $tick) (local.set $i (i32.const 0))
      (loop $inner (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (local.set $sum (i32.add (local.get $sum) (i32.const 1)))
        (local.set $n (i32.sub (local.get $n) (i32.const 2)))
        (br_if $outer (i32.and (i32.gt_s (local.get $n) (i32.const 0)) (i32.eq (local.get $i) (i32.const 3))))
        (br_if $inner (i32.gt_s (local.get $n) (i32.const 0)))))
    (i32.mul (local.get $sum) (i32.const 5)))`;
}

function earlyReturn(): string {
  return `(func $f (param $n i32) (result i32) (local $i i32) (loop $again
    (if (i32.eq (local.get $i) (local.get $n)) (then (return (local.get $i))))
    (local.set $i (i32.add (local.get $i) (i32.const 1))) (br $again)) unreachable)`;
}

function tables(): string {
  return `(table $t 1 10 funcref) (table $x 2 externref) (elem declare func $seven) (type $i (func (result i32)))
    (func $seven (result i32) (i32.const 7)) (func $f (result i32)
      (drop (table.grow $t (ref.func $seven) (i32.const 2))) (drop (table.grow $t (ref.null func) (i32.const 100)))
      (table.set $x (i32.const 0) (ref.null extern)) (table.copy $t $t (i32.const 0) (i32.const 1) (i32.const 2))
      (call_indirect $t (type $i) (i32.const 0)))`;
}

/** Bits that must survive untouched, and bits that must be canonical, added up. */
function nanFlow(): string {
  return `(func $bits (param f32) (result i32) (i32.reinterpret_f32 (local.get 0)))
    (func $f (param $given f32) (result i32) (local $made f32) (local $mixed f32)
      (local.set $made (f32.div (f32.const 0) (f32.const 0)))
      (local.set $mixed (local.get $given))
      (if (i32.ne (call $bits (local.get $mixed)) (i32.const 0x7fa00001)) (then (return (i32.const 1))))
      (local.set $mixed (f32.mul (local.get $given) (f32.const 2)))
      (if (i32.ne (call $bits (local.get $mixed)) (i32.const 0x7fc00000)) (then (return (i32.const 2))))
      (if (i32.ne (i32.reinterpret_f32 (f32.neg (local.get $made))) (i32.const 0xffc00000)) (then (return (i32.const 3))))
      (if (i32.ne (i32.reinterpret_f32 (block (result f32) (local.get $made))) (i32.const 0x7fc00000)) (then (return (i32.const 4))))
      (if (i32.ne (i32.reinterpret_f32 (block (result f32) (drop (br_if 0 (local.get $given) (i32.const 1))) (local.get $made))) (i32.const 0x7fa00001)) (then (return (i32.const 5))))
      (if (i32.ne (i32.reinterpret_f32 (select (local.get $made) (local.get $given) (i32.const 0))) (i32.const 0x7fa00001)) (then (return (i32.const 6))))
      (if (i32.ne (i32.reinterpret_f32 (f32.copysign (f32.const 1) (local.get $made))) (i32.const 0x3f800000)) (then (return (i32.const 7))))
      (if (i32.ne (i32.reinterpret_f32 (f32.abs (f32.neg (f32.sqrt (f32.const -1))))) (i32.const 0x7fc00000)) (then (return (i32.const 8))))
      (i32.const ${NAN_FLOW_CODE}))`;
}

function nanVectors(): string {
  return `(func $f (result i32) (local $v v128) (local $w v128)
    (local.set $v (f32x4.div (v128.const f32x4 0 1 0 -1) (v128.const f32x4 0 0 1 0)))
    (local.set $w (f64x2.sqrt (v128.const f64x2 -1 4)))
    (i32.add (i32.add
      (i32.eq (i32x4.extract_lane 0 (local.get $v)) (i32.const 0x7fc00000))
      (i64.eq (i64x2.extract_lane 0 (local.get $w)) (i64.const 0x7ff8000000000000)))
      (i32.add (i64.eq (i64x2.extract_lane 1 (local.get $w)) (i64.const 0x4000000000000000))
      (i32.eq (i32x4.extract_lane 0 (f32x4.add (f32x4.splat (f32.const nan:0x123)) (local.get $v))) (i32.const 0x7fc00000)))))`;
}

/** The host's functions must find room on the host's stack wherever the program calls them. */
function deepCalls(): string {
  return `(module (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
    (memory (export "memory") 1) (data (i32.const 0) "folder/data.txt") (func $f (param i32)
      (drop (call $random (i32.const 64) (i32.const 33)))
      (drop (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 15) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 32)))
      (call $f (i32.add (local.get 0) (i32.const 1))))
    (func (export "_start") (call $f (i32.const 0))))`;
}

/** Calls every function of WASI with pointers and numbers that lead nowhere; all must answer with an error number. */
function hostilePointers(): string {
  const signatures = Object.entries(WASI_SIGNATURES).filter(([name]) => name !== "proc_exit");
  const imports = signatures.map(
    ([name, types]) =>
      `(import "wasi_snapshot_preview1" "${name}" (func $${name} ${types === "" ? "" : "(param"} ${[...types].map((letter) => (letter === "i" ? "i32" : "i64")).join(" ")}${types === "" ? "" : ")"} (result i32)))`,
  );
  const values = ["(i32.const -1)", "(i32.const 0x7fffffff)", "(i32.const 65535)", "(i32.const 3)", "(i32.const 4)"];
  const calls = values.flatMap((value) =>
    signatures.map(
      ([name, types]) =>
        `(drop (call $${name} ${[...types].map((letter) => (letter === "i" ? value : "(i64.const -1)")).join(" ")}))`,
    ),
  );
  return `(module ${imports.join(" ")} ${MEMORY} (func (export "_start") ${calls.join(" ")}))`;
}
