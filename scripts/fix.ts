/** Repairs what a program can repair: formats, import order, generated files, tables. Then `npm run check` has less to say. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const REPAIRS: [name: string, program: string, ...args: string[]][] = [
  ["TypeScript and JSON", "biome", "check", "--write", "."],
  ["Solidity", "forge", "fmt", "contracts", "test/contracts", "gas/floors"],
  ["generated code", process.execPath, "scripts/codegen.ts"],
  ["state tables", process.execPath, "scripts/state-tables.ts"],
];

const failed = REPAIRS.filter(([name, program, ...args]) => {
  if (args[0]?.startsWith("scripts/") && !existsSync(join(root, args[0]))) return false;
  console.log(`Repairing ${name} …`);
  return spawnSync(program, args, { cwd: root, stdio: "inherit" }).status !== 0;
});
if (failed.length > 0) {
  console.log(`Left for you: ${failed.map(([name]) => name).join(", ")}; the words are above.`);
  process.exitCode = 1;
}
