/**
 * The long campaigns: every promise against thousands of runs of actors and thieves, and thousands of traces through the model of the
 * documents (packages/sdk/test/model). Hours; `npm test` has the short ones.
 * Usage: npm run test:deep [-- --runs 100]. Prints how many calls were made, and ends with 1 if a promise broke, or if fewer calls
 * were made than the campaigns are meant to make.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

/** Of all campaigns together, with the runs that foundry.toml says. */
const LEAST_CALLS = 10_000_000;

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

let calls = 0;
let promises = 0;
for await (const line of createInterface({ input: forge.stdout })) {
  // [PASS] invariant_MKT_1_accountIsSumOfLiveJobs() (runs: 4000, calls: 400000, reverts: 0)
  const made = /^\[(?:PASS|FAIL).*\bcalls: (\d+)/.exec(line)?.[1];
  if (made !== undefined) {
    calls += Number(made);
    promises += 1;
  }
  console.log(line);
}
const exitCode =
  forge.exitCode ?? (await new Promise<number>((resolve) => forge.once("close", (code) => resolve(code ?? 1))));
console.log(`${promises} promises, ${calls.toLocaleString("en")} calls.`);
const tooFew = values.runs === undefined && calls < LEAST_CALLS;
if (tooFew) console.error(`The campaigns are meant to make ${LEAST_CALLS.toLocaleString("en")} calls at least.`);
process.exitCode = exitCode !== 0 || promises === 0 || tooFew || !(await playModel(values.runs ?? "4000")) ? 1 : 0;

async function playModel(traces: string): Promise<boolean> {
  const vitest = join(import.meta.dirname, "../node_modules/vitest/vitest.mjs");
  const model = spawn(process.execPath, [vitest, "run", "--project", "unit", "packages/sdk/test/model"], {
    cwd: join(import.meta.dirname, ".."),
    env: { ...process.env, HIVE_MODEL_TRACES: traces },
    stdio: "inherit",
  });
  return (await new Promise<number | null>((resolve) => model.once("close", resolve))) === 0;
}
