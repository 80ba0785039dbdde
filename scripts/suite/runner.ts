/** How one runner's tests ended. A runner that crashed or ran nothing has at least one failure. */
export interface RunnerResult {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  /** Why, where the numbers do not say it. */
  readonly note?: string;
}

export interface RunnerContext {
  readonly root: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

export type Runner = (context: RunnerContext) => Promise<RunnerResult[]>;

/** What a runner's machine-readable output says, before its exit code is considered. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** No test at all, or a failing exit without a failing test, counts as a failure of its own. */
export function judge(name: string, counts: Counts | undefined, exitCode: number, seconds: number): RunnerResult {
  if (!counts) return { name, passed: 0, failed: 1, seconds, note: `crashed with exit code ${exitCode}` };
  if (counts.passed + counts.failed === 0) return { name, passed: 0, failed: 1, seconds, note: "ran no test" };
  if (exitCode !== 0 && counts.failed === 0) {
    return { name, ...counts, failed: 1, seconds, note: `ended with exit code ${exitCode} although no test failed` };
  }
  return { name, ...counts, seconds };
}
