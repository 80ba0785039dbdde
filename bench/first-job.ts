import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Seconds from the start of everything on an empty folder to the first settled job, with dependencies installed. */
const ROUNDS = 3;
const BAR_SECONDS = 180;
const START = join(import.meta.dirname, "../scripts/start.ts");

const seconds: number[] = [];
for (let round = 1; round <= ROUNDS; round++) {
  const taken = await firstJob();
  seconds.push(taken);
  process.stdout.write(`round ${round}: ${taken.toFixed(1)} s\n`);
}
const sorted = seconds.toSorted((a, b) => a - b);
const median = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
process.stdout.write(
  `start to first settled job, stop included: median ${median.toFixed(1)} s of ${ROUNDS} (bar ${BAR_SECONDS} s)\n`,
);

async function firstJob(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "bench-first-job-"));
  try {
    const startedAt = performance.now();
    const args = [
      START,
      "--folder",
      join(folder, "hive"),
      "--chain-port",
      "0",
      "--gateway-port",
      "0",
      "--once",
      "--quiet",
    ];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
    const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
    if (code !== 0) throw new Error(`The example job was not settled: exit code ${code}.`);
    return (performance.now() - startedAt) / 1000;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
