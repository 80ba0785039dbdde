/**
 * Builds the example programs, or proves that the committed modules come from the committed sources.
 * Usage: programs build | check. Without the recorded compiler `check` compares nothing, says so and succeeds.
 */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileProgram, programNames } from "./programs/compile.ts";
import { differenceOf, findToolchain, type Toolchain } from "./programs/toolchain.ts";

const PROGRAMS = join(dirname(fileURLToPath(import.meta.url)), "../programs");
const RECORD = join(PROGRAMS, "toolchain.json");

const commands: Record<string, () => number> = { build, check };
const command = commands[process.argv[2] ?? ""];
if (command === undefined) console.error("Usage: node scripts/programs.ts build | check");
process.exitCode = command === undefined ? 2 : command();

function build(): number {
  const found = findToolchain();
  if (typeof found === "string") {
    console.error(
      `programs: ${found} Debian has it in the packages clang, lld, wasi-libc and libclang-rt-14-dev-wasm32.`,
    );
    return 1;
  }
  for (const name of programNames(PROGRAMS)) {
    compileProgram(name, { programs: PROGRAMS, command: found.command, output: modulePath(name) });
    console.log(`built programs/${name}/program.wasm: ${statSync(modulePath(name)).size} bytes`);
  }
  const { compiler, linker, libraries } = found;
  writeFileSync(RECORD, `${JSON.stringify({ compiler, linker, libraries } satisfies Toolchain, null, 2)}\n`);
  return 0;
}

function check(): number {
  const recorded = JSON.parse(readFileSync(RECORD, "utf8")) as Toolchain;
  const found = findToolchain(recorded);
  const reason = typeof found === "string" ? found : differenceOf(recorded, found);
  if (typeof found === "string" || reason !== undefined) {
    console.log(`programs: not compared. ${reason}`);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), "programs-"));
  try {
    const stale = programNames(PROGRAMS).filter((name) => {
      const output = join(folder, `${name}.wasm`);
      compileProgram(name, { programs: PROGRAMS, command: found.command, output });
      return !readFileSync(output).equals(readFileSync(modulePath(name)));
    });
    for (const name of stale) console.error(`programs: programs/${name}/program.wasm does not come from its sources.`);
    if (stale.length === 0) console.log("programs: every module comes from its sources.");
    else console.error("programs: run `node scripts/programs.ts build` and commit what it writes.");
    return stale.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function modulePath(name: string): string {
  return join(PROGRAMS, name, "program.wasm");
}
