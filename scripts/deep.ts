/**
 * The long campaigns: every promise against thousands of runs of actors and thieves, and thousands of traces through the model of the
 * documents (packages/sdk/test/model). Hours; `npm test` has the short ones.
 * Usage: npm run test:deep [-- --runs 100]. Prints how many calls were made, and ends with 1 if a promise broke, or if one was held
 * against fewer calls than it is meant to be.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

/** Of each promise, as in foundry.toml. */
const RUNS = 2250;
/** Of each run: the depth of the campaigns whose calls are whole rounds. A setting in a test file hides those given here. */
const LEAST_DEPTH = 32;

const { values } = parseArgs({ options: { runs: { type: "string" } } });
if (values.runs !== undefined && !/^[1-9]\d{0,6}$/.test(values.runs)) {
  console.error("--runs must be a whole number of at least 1.");
  process.exit(2);
}
const forge = spawn("forge", ["test", "--match-path", "test/contracts/invariants/**", "--match-test", "^invariant_"], {
  cwd: join(import.meta.dirname, ".."),
  env: {
    ...process.env,
    FOUNDRY_PROFILE: "deep",
    ...(values.runs !== undefined && { FOUNDRY_INVARIANT_RUNS: values.runs }),
  },
  stdio: ["ignore", "pipe", "inherit"],
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => forge.kill(signal));

const leastCalls = Number(values.runs ?? RUNS) * LEAST_DEPTH;
let calls = 0;
let promises = 0;
const tooFew: string[] = [];
for await (const line of createInterface({ input: forge.stdout })) {
  // [PASS] invariant_MKT_1_accountIsSumOfLiveJobs() (runs: 4000, calls: 400000, reverts: 0)
  const [, promise, made] = /^\[(?:PASS|FAIL).*\b(invariant_\w+).*\bcalls: (\d+)/.exec(line) ?? [];
  if (promise !== undefined) {
    calls += Number(made);
    promises += 1;
    if (Number(made) < leastCalls) tooFew.push(promise);
  }
  console.log(line);
}
const exitCode =
  forge.exitCode ?? (await new Promise<number>((resolve) => forge.once("close", (code) => resolve(code ?? 1))));
console.log(`${promises} promises, ${calls.toLocaleString("en")} calls.`);
for (const promise of tooFew) console.error(`${promise} saw fewer than ${leastCalls.toLocaleString("en")} calls.`);
const held = exitCode === 0 && promises > 0 && tooFew.length === 0;
process.exitCode = held && (await playModel(values.runs ?? String(RUNS))) ? 0 : 1;

async function playModel(traces: string): Promise<boolean> {
  const vitest = join(import.meta.dirname, "../node_modules/vitest/vitest.mjs");
  const model = spawn(process.execPath, [vitest, "run", "--project", "unit", "packages/sdk/test/model"], {
    cwd: join(import.meta.dirname, ".."),
    env: { ...process.env, HIVE_MODEL_TRACES: traces },
    stdio: "inherit",
  });
  return (await new Promise<number | null>((resolve) => model.once("close", resolve))) === 0;
}
