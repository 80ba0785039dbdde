/**
 * Looks at everything that needs no test to be run: formats, rules, types, imports, dead code, licences, freshness of
 * what is generated, documents. Usage: check [part of a name …]. Ends with 1 if anything is wrong.
 */
import { join } from "node:path";
import { runSteps } from "./check/run-steps.ts";
import type { StepResult } from "./check/step.ts";
import { checkSteps } from "./check/steps.ts";

/** Two cores are the smallest machine that must do. */
const AT_A_TIME = 2;

const root = join(import.meta.dirname, "..");
const wanted = process.argv.slice(2);
const all = checkSteps(root);
const chosen = wanted.length === 0 ? all : all.filter(({ name }) => wanted.some((part) => name.includes(part)));
if (chosen.length === 0) {
  console.error(`No check is named so. There are: ${all.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}
const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const started = performance.now();
const results = await runSteps(chosen, { root, limit: AT_A_TIME, report, signal: stopping.signal });
const failed = results.filter(({ ok }) => !ok);
const seconds = Math.round((performance.now() - started) / 1000);
console.log(
  failed.length === 0
    ? `All ${results.length} checks passed in ${seconds} s.`
    : `${failed.length} of ${results.length} checks failed in ${seconds} s: ${failed.map(({ name }) => name).join(", ")}. Try npm run fix.`,
);
process.exitCode = failed.length === 0 && results.length === chosen.length ? 0 : 1;

function report({ name, ok, seconds, output, note }: StepResult): void {
  const tail = note ? `  (${note})` : "";
  console.log(`${ok ? "ok    " : "FAILED"} ${name.padEnd(18)} ${seconds.toFixed(1).padStart(6)} s${tail}`);
  if (!ok) console.log(`${output.trimEnd()}\n`);
}
