import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { runCommand } from "./run-command.ts";
import { type Counts, judge, type Runner } from "./runner.ts";

const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

/** Runs one project of vitest.config.ts; its own reporter shows the progress, a file holds the numbers. */
export function vitestRunner(project: "unit" | "indexer" | "e2e", { show = true }: { show?: boolean } = {}): Runner {
  return async ({ root, signal }) => {
    const started = performance.now();
    const reportFile = join(root, ".hive", "test", `${project}.json`);
    mkdirSync(dirname(reportFile), { recursive: true });
    rmSync(reportFile, { force: true });
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${reportFile}`];
    const vitest = join(root, "node_modules/vitest/vitest.mjs");
    const { exitCode } = await runCommand(process.execPath, [vitest, "run", "--project", project, ...reporters], {
      root,
      signal,
      show,
    });
    return [judge(project, countsOf(reportFile), exitCode, (performance.now() - started) / 1000)];
  };
}

/** A file that does not load has no failed test of its own: it counts as one. */
function countsOf(reportFile: string): Counts | undefined {
  if (!existsSync(reportFile)) return undefined;
  const report = reportSchema.safeParse(JSON.parse(readFileSync(reportFile, "utf8")));
  if (!report.success) return undefined;
  const { numPassedTests, numFailedTests, testResults } = report.data;
  const unloaded = testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.every((one) => one.status !== "failed"),
  );
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length };
}
