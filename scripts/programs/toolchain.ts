import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { isAbsolute } from "node:path";

/** What decides the bytes of a built module besides the sources and flags. Kept in programs/toolchain.json. */
export interface Toolchain {
  compiler: string;
  linker: string;
  /** SHA-256 of what is linked into every module, by file name. */
  libraries: Record<string, string>;
}

export interface FoundToolchain extends Toolchain {
  command: string;
}

const TARGET = "--target=wasm32-wasi";
const COMMANDS = ["clang", "clang-14"];
const LIBRARIES = ["libc.a", "libm.a", "crt1-command.o"];

/** The installed clang for wasm32-wasi, the `wanted` version if there are several; or a sentence that says what is missing. */
export function findToolchain(wanted?: Toolchain): FoundToolchain | string {
  const found = COMMANDS.map(inspectToolchain);
  const usable = found.filter((candidate) => typeof candidate !== "string");
  const same = usable.find((candidate) => wanted !== undefined && differenceOf(wanted, candidate) === undefined);
  return same ?? usable[0] ?? (found[0] as string);
}

/** What differs between two toolchains, as a sentence, or undefined if they build the same bytes. */
export function differenceOf(recorded: Toolchain, found: Toolchain): string | undefined {
  if (recorded.compiler !== found.compiler) return `The compiler is ${found.compiler}, not ${recorded.compiler}.`;
  if (recorded.linker !== found.linker) return `The linker is ${found.linker}, not ${recorded.linker}.`;
  const library = Object.keys(recorded.libraries).find((name) => recorded.libraries[name] !== found.libraries[name]);
  return library && `The library ${library} is another build than the recorded one.`;
}

function inspectToolchain(command: string): FoundToolchain | string {
  const compiler = firstLine(command, ["--version"]);
  if (compiler === undefined) return "No clang is installed.";
  const linker = firstLine(command, [TARGET, "-print-prog-name=wasm-ld"]);
  const linkerVersion = linker && firstLine(linker, ["--version"]);
  if (linkerVersion === undefined || linkerVersion === "") return `${compiler} has no linker for WebAssembly.`;
  const paths = new Map(LIBRARIES.map((name) => [name, firstLine(command, [TARGET, `-print-file-name=${name}`])]));
  paths.set("libclang_rt.builtins-wasm32.a", firstLine(command, [TARGET, "-print-libgcc-file-name"]));
  const libraries: Record<string, string> = {};
  for (const [name, path] of paths) {
    // clang answers with the bare name when it does not find the file.
    if (path === undefined || !isAbsolute(path) || !existsSync(path))
      return `${compiler} has no ${name} for wasm32-wasi.`;
    libraries[name] = createHash("sha256").update(readFileSync(path)).digest("hex");
  }
  return { command, compiler, linker: linkerVersion, libraries };
}

function firstLine(command: string, args: readonly string[]): string | undefined {
  try {
    return execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).split("\n", 1)[0];
  } catch {
    return undefined;
  }
}
