import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import wabt from "wabt";

const WASI = `(import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))`;
const MEMORY = `(memory (export "memory") 1)`;
const FOREVER = "(loop $again (br $again))";
const MAIN = `(func (export "_start"))`;

/** WebAssembly text of programs that no node runs. */
const REFUSED = {
  "forbidden-import": `(module (import "env" "steal" (func)) ${MEMORY} ${MAIN})`,
  "shared-memory": `(module (memory (export "memory") 1 1 shared) ${MAIN})`,
  atomics: `(module (memory (export "memory") 1 1 shared)
    (func (export "_start") (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))))`,
  "nothing-to-call": `(module ${MEMORY})`,
  // One million operations in one function, and a jump with more targets than any compiler likes.
  "huge-function": `(module ${MEMORY} (func (export "_start") ${"nop ".repeat(1_100_000)}))`,
  "huge-branch-table": `(module ${MEMORY} (func (export "_start") (block $out (br_table ${"$out ".repeat(20_000)} (i32.const 0)))))`,
} as const;

/** WebAssembly text of programs that exceed what they may use. */
const GREEDY = {
  "endless-start": `(module ${MEMORY} (func $first ${FOREVER}) (start $first) ${MAIN})`,
  endless: `(module ${MEMORY} (func (export "_start") ${FOREVER}))`,
  memory: `(module ${MEMORY} (func (export "_start")
    (loop $again (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable))`,
  stack: `(module ${MEMORY} (func $deep (param i64) (result i64) (i64.add (call $deep (local.get 0)) (i64.const 1)))
    (func (export "_start") (drop (call $deep (i64.const 0)))))`,
  // 8 KiB on standard output, again and again.
  output: `(module ${WASI} ${MEMORY} (func (export "_start")
    (i32.store (i32.const 0) (i32.const 1024)) (i32.store (i32.const 4) (i32.const 8192))
    (loop $again (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))) (br $again))))`,
} as const;

export type RefusedProgram = keyof typeof REFUSED | "not-wasm";
export type GreedyProgram = keyof typeof GREEDY;

/** Writes all of them into `folder`. @returns the file of a program */
export async function writeBadPrograms(folder: string): Promise<(name: RefusedProgram | GreedyProgram) => string> {
  mkdirSync(folder, { recursive: true });
  const file = (name: string): string => join(folder, `${name}.wasm`);
  const { parseWat } = await wabt();
  for (const [name, text] of Object.entries({ ...REFUSED, ...GREEDY })) {
    const module = parseWat(`${name}.wat`, text, { threads: true });
    writeFileSync(file(name), module.toBinary({}).buffer);
    module.destroy();
  }
  writeFileSync(file("not-wasm"), "#!/bin/sh\necho hello\n");
  return file;
}
