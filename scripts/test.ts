/**
 * Runs everything that must pass. Usage: test [check | contracts | unit | indexer | e2e | web …]; without names all of
 * them, in this order.
 * The last line is always `N passed, N failed`; the exit code is 0 only if nothing failed and every runner ran tests.
 */
import { join } from "node:path";
import { runChecks } from "./suite/check-runner.ts";
import { provideDebianPackages } from "./suite/debian-packages.ts";
import { runContracts } from "./suite/forge-runner.ts";
import { runWeb } from "./suite/playwright-runner.ts";
import { reportOf, totalOf } from "./suite/report.ts";
import type { Runner, RunnerResult } from "./suite/runner.ts";
import { vitestRunner } from "./suite/vitest-runner.ts";

const PARTS: Record<string, Runner> = {
  check: runChecks,
  contracts: runContracts,
  unit: vitestRunner("unit"),
  indexer: vitestRunner("indexer"),
  e2e: vitestRunner("e2e"),
  web: runWeb,
};

const root = join(import.meta.dirname, "..");
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0) {
  console.error(`There is no part ${unknown.join(", ")}. Known: ${Object.keys(PARTS).join(", ")}.`);
  process.exit(2);
}

const say = (line: string) => console.log(line);
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => {
    say(`${signal}: stopping.`);
    stopping.abort();
  });
}

await provideDebianPackages({ say, signal: stopping.signal });
const results: RunnerResult[] = [];
for (const [name, run] of Object.entries(PARTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  results.push(...(stopping.signal.aborted ? [interrupted(name)] : await runPart(name, run)));
}
for (const line of reportOf(results)) say(line);
process.exitCode = totalOf(results).failed === 0 ? 0 : 1;

async function runPart(name: string, run: Runner): Promise<RunnerResult[]> {
  say(`\n${name}`);
  const started = performance.now();
  try {
    return await run({ root, signal: stopping.signal, say });
  } catch (error) {
    say((error as Error).stack ?? String(error));
    return [{ name, passed: 0, failed: 1, seconds: (performance.now() - started) / 1000, note: "crashed" }];
  }
}

function interrupted(name: string): RunnerResult {
  return { name, passed: 0, failed: 1, seconds: 0, note: "not run: interrupted" };
}
