import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const PROGRAMS = new URL("../programs/", import.meta.url).pathname;
const CLANG = "/usr/bin/clang";
// Debian's compiler has the WebAssembly library; one of rustup, first in many a PATH, has not.
const RUSTC = "/usr/bin/rustc";

/** Compiles a C program of `test/programs/c` with wasi-libc. */
export function compileC(name: string, flags: readonly string[] = []): Promise<Uint8Array> {
  requireTool(CLANG, "clang lld wasi-libc libclang-rt-14-dev-wasm32");
  const source = join(PROGRAMS, "c", `${name}.c`);
  const target = "--target=wasm32-wasi";
  // In two steps: linking with -O would run whatever wasm-opt is in the PATH, and one without vectors spoils them.
  return compile(CLANG, (out) => [
    [target, "-O2", ...flags, "-c", "-o", `${out}.o`, source],
    [target, "-Wl,--strip-all", "-o", out, `${out}.o`],
  ]);
}

/** Compiles a Rust program of `test/programs/rust`. */
export function compileRust(name: string): Promise<Uint8Array> {
  requireTool(RUSTC, "rustc libstd-rust-dev-wasm32 lld");
  const source = join(PROGRAMS, "rust", `${name}.rs`);
  return compile(RUSTC, (out) => [["-O", "--target", "wasm32-wasi", "-C", "strip=symbols", "-o", out, source]]);
}

/** Fails with the command that installs what is missing. */
export function requireTool(path: string, packages: string): void {
  if (existsSync(path)) return;
  throw new Error(`${path} is missing. Install it: apt-get install -y --no-install-recommends ${packages}`);
}

async function compile(tool: string, steps: (out: string) => string[][]): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "metering-"));
  try {
    const out = join(folder, "program.wasm");
    for (const parameters of steps(out)) await promisify(execFile)(tool, parameters, { cwd: folder });
    return new Uint8Array(await readFile(out));
  } finally {
    await rm(folder, { recursive: true });
  }
}
