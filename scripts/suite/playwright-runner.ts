import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { checkFirstLoad } from "../check/first-load.ts";
import { buildWeb } from "../web/build.ts";
import { runCommand } from "./run-command.ts";
import { type Counts, judge, type Runner } from "./runner.ts";

const reportSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.object({ message: z.string().optional() })),
});

/** Builds the marketplace, measures what its routes load first, then goes through it with a real browser. */
export const runWeb: Runner = async ({ root, signal, say }) => {
  const started = performance.now();
  await buildWeb({ root, signal, say });
  const tooLarge = checkFirstLoad(root);
  for (const sentence of tooLarge) say(sentence);
  const sizes = { name: "web first load", passed: tooLarge.length === 0 ? 1 : 0, failed: tooLarge.length, seconds: 0 };

  const reportFile = join(root, ".hive", "test", "web.json");
  mkdirSync(dirname(reportFile), { recursive: true });
  rmSync(reportFile, { force: true });
  const playwright = join(root, "node_modules/@playwright/test/cli.js");
  const { exitCode } = await runCommand(
    process.execPath,
    [playwright, "test", "--config", join(root, "test/web/playwright.config.ts")],
    { root, signal, show: true },
  );
  const seconds = (performance.now() - started) / 1000;
  return [sizes, judge("web", countsOf(reportFile), exitCode, seconds)];
};

/** A file that does not load, and a test that passed only at the second try, count as failed. */
function countsOf(reportFile: string): Counts | undefined {
  if (!existsSync(reportFile)) return undefined;
  const report = reportSchema.safeParse(JSON.parse(readFileSync(reportFile, "utf8")));
  if (!report.success) return undefined;
  const { stats, errors } = report.data;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length };
}
