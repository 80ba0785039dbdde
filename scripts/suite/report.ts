import type { RunnerResult } from "./runner.ts";

/** The table of runners; the last line is the one that programs read. */
export function reportOf(results: readonly RunnerResult[]): string[] {
  const width = Math.max(6, ...results.map(({ name }) => name.length));
  const row = (name: string, passed: string, failed: string, seconds: string, note = "") =>
    `${name.padEnd(width)}  ${passed.padStart(6)}  ${failed.padStart(6)}  ${seconds.padStart(7)}  ${note}`.trimEnd();
  const { passed, failed } = totalOf(results);
  return [
    "",
    row("runner", "passed", "failed", "seconds"),
    ...results.map((one) => row(one.name, String(one.passed), String(one.failed), one.seconds.toFixed(1), one.note)),
    "",
    `${passed} passed, ${failed} failed`,
  ];
}

export function totalOf(results: readonly RunnerResult[]): { passed: number; failed: number } {
  return {
    passed: results.reduce((sum, { passed }) => sum + passed, 0),
    failed: results.reduce((sum, { failed }) => sum + failed, 0),
  };
}
