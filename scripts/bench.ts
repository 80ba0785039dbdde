/**
 * Measures what ComputeHive holds itself to and prints it. Usage: bench [gas | metering | first-job | indexer-latency | page-latency | book-frames …];
 * without names all.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const MEASUREMENTS = ["gas", "metering", "first-job", "indexer-latency", "page-latency", "book-frames"] as const;

const root = join(import.meta.dirname, "..");
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(MEASUREMENTS as readonly string[]).includes(name));
if (unknown.length > 0) {
  console.error(`There is no measurement ${unknown.join(", ")}. Known: ${MEASUREMENTS.join(", ")}.`);
  process.exit(2);
}
for (const name of MEASUREMENTS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  const { status } = spawnSync(process.execPath, [join(root, "bench", `${name}.ts`)], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}
