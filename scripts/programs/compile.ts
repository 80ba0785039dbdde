import { execFileSync } from "node:child_process";
import { existsSync, globSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * `-z stack-size` with `--stack-first` puts the stack of the C program below its data, so that an overflow traps instead
 * of overwriting the data. Without symbols and with relative paths nothing of the building machine enters the module.
 */
const FLAGS = [
  "--target=wasm32-wasi",
  "-std=c17",
  "-D_POSIX_C_SOURCE=200809L",
  "-O2",
  "-Wall",
  "-Wextra",
  "-Wconversion",
  "-Wno-sign-conversion",
  "-Werror",
  "-Wl,--strip-all",
  "-Wl,--stack-first",
  "-Wl,-z,stack-size=65536",
];

/** Names of the example programs: the folders of `programs` that have a main.c. */
export function programNames(programs: string): string[] {
  return readdirSync(programs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(programs, entry.name, "main.c")))
    .map((entry) => entry.name)
    .sort();
}

/** Compiles one program of `programs` into the file `output`; the compiler's complaints go to stderr. */
export function compileProgram(name: string, { programs, command, output }: CompileOptions): void {
  const sources = [...globSync(`${name}/**/*.c`, { cwd: programs }), ...globSync("lib/*.c", { cwd: programs })].sort();
  execFileSync(command, [...FLAGS, "-o", output, ...sources], {
    cwd: programs,
    stdio: ["ignore", "inherit", "inherit"],
  });
}

interface CompileOptions {
  programs: string;
  command: string;
  output: string;
}
