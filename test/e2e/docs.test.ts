import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docScript, docSteps } from "./support/doc-blocks.ts";
import { type RunningStack, stackPath, startStack } from "./support/stack.ts";

const ROOT = join(import.meta.dirname, "../..");

/** Forty commands, each a process that opens a keystore, on two busy cores. */
const SLOWEST_READER_MS = 600_000;

/** Whoever follows these documents to the letter, on a running stack, gets to their end. */
describe("a reader", () => {
  let stack: RunningStack;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hive-docs-"));
    stack = await startStack({ folder: join(folder, "stack"), flags: ["--no-demo"] });
  });

  const shells: ChildProcess[] = [];

  afterAll(async () => {
    // Ends at its trap, which ends what it started.
    for (const shell of shells) shell.kill();
    await stack?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test.each([
    ["docs/buyer.md", 9],
    ["docs/provider.md", 9],
  ])(
    "of %s can run every command",
    async (file, leastSteps) => {
      const steps = docSteps(await readFile(join(ROOT, file), "utf8"));
      // A heading that swallowed the blocks would pass with nothing run.
      expect(steps.length).toBeGreaterThanOrEqual(leastSteps);
      const { code, output } = await bash(docScript(steps));
      expect(code, output).toBe(0);
    },
    SLOWEST_READER_MS,
  );

  async function bash(script: string): Promise<{ code: number | null; output: string }> {
    const path = [join(ROOT, "node_modules/.bin"), process.env["PATH"]].join(delimiter);
    const child = spawn("bash", ["-c", script], {
      cwd: ROOT,
      env: { PATH: path, TMPDIR: folder, HIVE_STACK: stackPath(stack) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    shells.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        // A reader that hangs must show where.
        process.stdout.write(text);
      });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    return { code, output };
  }
});
