import { z } from "zod";
import { runCommand } from "./run-command.ts";
import { type Counts, judge, type Runner, type RunnerResult } from "./runner.ts";

const PROGRESS_MS = 15_000;

const reportSchema = z.record(
  z.string(),
  z.object({
    test_results: z.record(
      z.string(),
      z.object({ status: z.enum(["Success", "Failure", "Skipped"]), reason: z.string().nullish() }),
    ),
  }),
);

/** Contract tests, then the gas snapshot, which is one test more. */
export const runContracts: Runner = async (context) => [await runForge(context), await compareGas(context)];

const runForge = async ({ root, signal, say }: Parameters<Runner>[0]): Promise<RunnerResult> => {
  const started = performance.now();
  const elapsed = () => (performance.now() - started) / 1000;
  const progress = setInterval(
    () => say(`  … compiling and testing contracts, ${Math.round(elapsed())} s`),
    PROGRESS_MS,
  );
  // Nobody imports the floors, so that no test has them compiled. What fails here is missed by their tests.
  await runCommand("forge", ["build", "--quiet", "gas/floors"], { root, signal });
  const { exitCode, stdout, stderr } = await runCommand("forge", ["test", "--json"], { root, signal });
  clearInterval(progress);
  const report = parse(stdout);
  if (!report) say(stderr.trimEnd() || stdout.slice(-4_000));
  for (const line of failures(report)) say(line);
  return judge("contracts", report && count(report), exitCode, elapsed());
};

const compareGas = async ({ root, signal, say }: Parameters<Runner>[0]): Promise<RunnerResult> => {
  const started = performance.now();
  const { exitCode, stdout, stderr } = await runCommand(process.execPath, ["scripts/gas.ts", "--check"], {
    root,
    signal,
  });
  if (exitCode !== 0) say(`${stdout}${stderr}`.trimEnd());
  const counts = { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1 };
  return judge("gas", counts, exitCode, (performance.now() - started) / 1000);
};

type Report = z.infer<typeof reportSchema>;

function parse(stdout: string): Report | undefined {
  try {
    return reportSchema.parse(JSON.parse(stdout));
  } catch {
    return undefined;
  }
}

function count(report: Report): Counts {
  const results = Object.values(report).flatMap(({ test_results }) => Object.values(test_results));
  const withStatus = (wanted: string) => results.filter(({ status }) => status === wanted).length;
  return { passed: withStatus("Success"), failed: withStatus("Failure") };
}

function failures(report: Report = {}): string[] {
  return Object.entries(report).flatMap(([contract, { test_results }]) =>
    Object.entries(test_results)
      .filter(([, { status }]) => status === "Failure")
      .map(([test, { reason }]) => `  FAILED ${contract} ${test}: ${reason ?? "no reason given"}`),
  );
}
