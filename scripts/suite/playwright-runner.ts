import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { firstLoadFaults } from "../check/first-load.ts";
import { buildWeb } from "../web/build.ts";
import { filesWithDevWallet } from "../web/public-build.ts";
import { runCommand } from "./run-command.ts";
import { type Counts, judge, type Runner } from "./runner.ts";

const reportSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.object({ message: z.string().optional() })),
});

/** Builds the marketplace, measures what its routes load first, then goes through it with a real browser. */
export const runWeb: Runner = async ({ root, signal, say }) => {
  const started = performance.now();
  const wrong = await inspectBuilds(root, signal, say);
  for (const sentence of wrong) say(sentence);
  const builds = {
    name: "web builds",
    passed: wrong.length === 0 ? 1 : 0,
    failed: wrong.length,
    seconds: (performance.now() - started) / 1000,
  };

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
  return [builds, judge("web", countsOf(reportFile), exitCode, seconds)];
};

/** What is wrong with the build for the public and the one for the local stack, one sentence each. */
async function inspectBuilds(root: string, signal: AbortSignal, say: (line: string) => void): Promise<string[]> {
  const server = await buildWeb({ root, signal, say, isPublic: true });
  const leaked = filesWithDevWallet(server);
  const local = await buildWeb({ root, signal, say });
  const sentences = leaked.map((file) => `The public build contains the developer wallet: ${file}.`);
  if (filesWithDevWallet(local).length === 0) {
    sentences.push("The local build has no developer wallet: what looks for it in the public one would find nothing.");
  }
  return [...sentences, ...firstLoadFaults(join(dirname(local), ".next"))];
}

/** A file that does not load, and a test that passed only at the second try, count as failed. */
function countsOf(reportFile: string): Counts | undefined {
  if (!existsSync(reportFile)) return undefined;
  const report = reportSchema.safeParse(JSON.parse(readFileSync(reportFile, "utf8")));
  if (!report.success) return undefined;
  const { stats, errors } = report.data;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped + errors.length };
}
