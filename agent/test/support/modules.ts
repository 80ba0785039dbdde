import wabt from "wabt";

const WASI = `(import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))`;
const { parseWat } = await wabt();

/** A module in text form, as bytes. */
export function wat(text: string): Uint8Array {
  const module = parseWat("test.wat", text);
  try {
    return new Uint8Array(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}

export const PROGRAMS = {
  /** Ends at once. */
  quiet: wat(`(module (memory (export "memory") 1) (func (export "_start")))`),
  endless: wat(`(module (memory (export "memory") 1) (func (export "_start") (loop $again (br $again))))`),
  endlessStart: wat(
    `(module (memory (export "memory") 1) (func $f (loop $again (br $again))) (start $f) (func (export "_start")))`,
  ),
  trap: wat(`(module (memory (export "memory") 1) (func (export "_start") unreachable))`),
  /** Grows its memory until that fails, then traps. */
  greedy: wat(`(module (memory (export "memory") 1) (func (export "_start")
    (loop $again (br_if $again (i32.ne (memory.grow (i32.const 1)) (i32.const -1)))) unreachable))`),
  deep: wat(`(module (memory (export "memory") 1) (func $f (param i64) (result i64) (i64.add (call $f (local.get 0)) (i64.const 1)))
    (func (export "_start") (drop (call $f (i64.const 0)))))`),
  /** Writes 8 kB again and again. */
  talkative: wat(`(module ${WASI} (memory (export "memory") 1) (func (export "_start")
    (i32.store (i32.const 0) (i32.const 1024)) (i32.store (i32.const 4) (i32.const 8192))
    (loop $again (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))) (br $again))))`),
  forbiddenImport: wat(`(module (import "env" "steal" (func)) (memory (export "memory") 1) (func (export "_start")))`),
  notWasm: new TextEncoder().encode("#!/bin/sh\necho hello\n"),
} as const;
