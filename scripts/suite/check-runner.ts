import { runSteps } from "../check/run-steps.ts";
import { checkSteps } from "../check/steps.ts";
import type { Runner } from "./runner.ts";

const AT_A_TIME = 2;

/** Every step of `npm run check` counts as one test. */
export const runChecks: Runner = async ({ root, signal, say }) => {
  const started = performance.now();
  const steps = checkSteps(root);
  const results = await runSteps(steps, {
    root,
    signal,
    limit: AT_A_TIME,
    report: ({ name, ok, seconds, output, note }) => {
      say(`  ${ok ? "ok    " : "FAILED"} ${name} (${seconds.toFixed(1)} s)${note ? `: ${note}` : ""}`);
      if (!ok) say(output.trimEnd());
    },
  });
  const passed = results.filter(({ ok }) => ok).length;
  return [{ name: "check", passed, failed: steps.length - passed, seconds: (performance.now() - started) / 1000 }];
};
