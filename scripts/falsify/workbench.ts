import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** What a test run over changed contracts says. `broken`: it did not compile, so that it proves nothing. */
export type Result = "killed" | "survived" | "broken";

export interface TestRun {
  /** Which tests, as forge's regular expressions. */
  contracts: string;
  tests: string;
  runs: number;
  depth: number;
}

/** A copy of contracts and tests in which faults can be planted without touching the project. */
export interface Workbench {
  read(file: string): Promise<string>;
  /** Puts `source` in the file's place, runs the tests, puts the original back. */
  try(file: string, source: string, run: TestRun): Promise<Result>;
  /** The tests over the contracts as they are; resolves to forge's output when they fail, else to undefined. */
  baseline(run: TestRun): Promise<string | undefined>;
  close(): Promise<void>;
}

export async function createWorkbench({ tests }: { tests: readonly string[] }): Promise<Workbench> {
  const folder = await mkdtemp(join(tmpdir(), "hive-falsify-"));
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  await mkdir(join(folder, "test/contracts"), { recursive: true });
  for (const path of ["contracts", "gas/floors", "tools", "foundry.toml", ...tests]) {
    await cp(join(root, path), join(folder, path), { recursive: true });
  }

  const read = (file: string) => readFile(join(folder, file), "utf8");
  return {
    read,
    async try(file, source, run) {
      const original = await read(file);
      await writeFile(join(folder, file), source);
      try {
        const { code, output } = await forge(folder, run);
        if (/Compiler run failed|compilation failed/i.test(output)) return "broken";
        return code === 0 ? "survived" : "killed";
      } finally {
        await writeFile(join(folder, file), original);
      }
    },
    async baseline(run) {
      const { code, output } = await forge(folder, run);
      return code === 0 ? undefined : output;
    },
    close: () => rm(folder, { recursive: true }),
  };
}

async function forge(folder: string, run: TestRun): Promise<{ code: number | null; output: string }> {
  // A failure that forge remembers would be replayed against the next fault.
  await rm(join(folder, "cache"), { recursive: true, force: true });
  const args = ["test", "--match-contract", run.contracts, "--match-test", run.tests];
  const child = spawn(join(root, "node_modules/.bin/forge"), args, {
    cwd: folder,
    env: {
      ...process.env,
      FOUNDRY_INVARIANT_RUNS: String(run.runs),
      FOUNDRY_INVARIANT_DEPTH: String(run.depth),
      FOUNDRY_INVARIANT_SHRINK_RUN_LIMIT: "0",
      FOUNDRY_LINT_LINT_ON_BUILD: "false",
    },
    stdio: ["ignore", "pipe", "pipe"],
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
