import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Artifacts, readArtifacts } from "./artifacts.ts";
import { createCompiler } from "./compiler.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What a test run over changed contracts says. `broken`: it did not compile, so that it proves nothing. */
export type Result = "killed" | "survived" | "broken";

export interface TestRun {
  /** Which tests, as forge's regular expression. */
  tests?: string;
  /** Which files, as forge's glob. */
  files?: string;
  /** Of each campaign. */
  runs: number;
  depth: number;
}

export interface Verdict {
  result: Result;
  /** The first test that failed. */
  by?: string;
}

/** A copy of contracts and tests in which faults can be planted without touching the project. */
export interface Workbench {
  read(file: string): Promise<string>;
  /** Puts `source` in the file's place, runs the tests until one fails, puts the original back. After `baseline`, which compiles. */
  try(file: string, source: string, runs: readonly TestRun[]): Promise<Verdict>;
  /** The tests over the contracts as they are; resolves to forge's output when they fail, else to undefined. */
  baseline(run: TestRun): Promise<string | undefined>;
  close(): Promise<void>;
}

/** @param folder Kept, with what was compiled in it, for the next time; without it the copy goes when it is closed. */
export async function createWorkbench({
  tests,
  folder: kept,
}: {
  tests: readonly string[];
  folder?: string;
}): Promise<Workbench> {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), "hive-falsify-")));
  // Whoever was killed in the middle of a fault has left its code among what was compiled.
  const planted = join(folder, "planted");
  if (existsSync(planted)) await rm(folder, { recursive: true });
  for (const path of ["node_modules", "contracts", "test"])
    await rm(join(folder, path), { recursive: true, force: true });
  await mkdir(join(folder, "test/contracts"), { recursive: true });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  for (const path of ["contracts", "gas/floors", "tools", "foundry.toml", ...tests]) {
    await cp(join(root, path), join(folder, path), { recursive: true });
  }

  const compiler = createCompiler(folder);
  let artifacts: Artifacts | undefined;
  return {
    read: (file) => readFile(join(folder, file), "utf8"),
    async try(file, source, runs) {
      artifacts ??= readArtifacts(folder, compiler);
      await writeFile(planted, file);
      const putBack = await artifacts.exchange(file, source);
      try {
        if (!putBack) return { result: "broken" };
        for (const run of runs) {
          const { code, output } = await forge(folder, run, { timeout: LONGEST, more: ["--fail-fast"] });
          if (code !== 0) return { result: "killed", by: /^\[FAIL.*\] (\w+)/m.exec(output)?.[1] ?? "time" };
        }
        return { result: "survived" };
      } finally {
        putBack?.();
        await rm(planted);
      }
    },
    async baseline(run) {
      const { code, output } = await forge(folder, run);
      return code === 0 ? undefined : output;
    },
    async close() {
      await compiler.close();
      if (kept === undefined) await rm(folder, { recursive: true });
    },
  };
}

/** Of fuzzed unit tests: enough for the faults planted here, an eighth of the time. */
const FUZZ_RUNS = 32;

/** Some changes make a loop endless: what has not ended by then has failed. */
const LONGEST = 1_200_000;

async function forge(
  folder: string,
  { files, tests, runs, depth }: TestRun,
  { timeout, more = [] }: { timeout?: number; more?: readonly string[] } = {},
): Promise<{ code: number | null; output: string }> {
  // A failure that forge remembers would be replayed against the next fault.
  await rm(join(folder, "cache"), { recursive: true, force: true });
  const args = ["test", ...more];
  if (files !== undefined) args.push("--match-path", files);
  if (tests !== undefined) args.push("--match-test", tests);
  const child = spawn(join(root, "node_modules/.bin/forge"), args, {
    cwd: folder,
    env: {
      ...process.env,
      FOUNDRY_PROFILE: "mutation",
      FOUNDRY_FUZZ_RUNS: String(FUZZ_RUNS),
      FOUNDRY_INVARIANT_RUNS: String(runs),
      FOUNDRY_INVARIANT_DEPTH: String(depth),
      FOUNDRY_INVARIANT_SHRINK_RUN_LIMIT: "0",
      FOUNDRY_LINT_LINT_ON_BUILD: "false",
    },
    stdio: ["ignore", "pipe", "pipe"],
    timeout,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  return { code, output };
}
