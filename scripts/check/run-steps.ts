import { spawn } from "node:child_process";
import type { Inspection, Step, StepResult } from "./step.ts";

/** Runs the steps, `limit` at a time, and reports each as it ends. */
export async function runSteps(
  steps: readonly Step[],
  {
    root,
    limit,
    report,
    signal,
  }: { root: string; limit: number; report: (result: StepResult) => void; signal?: AbortSignal },
): Promise<StepResult[]> {
  const waiting = [...steps];
  const results: StepResult[] = [];
  const work = async () => {
    for (let step = waiting.shift(); step && !signal?.aborted; step = waiting.shift()) {
      const result = await runStep(step, root, signal);
      results.push(result);
      report(result);
    }
  };
  await Promise.all(Array.from({ length: limit }, work));
  return results;
}

async function runStep(step: Step, root: string, signal: AbortSignal | undefined): Promise<StepResult> {
  const started = performance.now();
  const result: Omit<StepResult, "name" | "seconds"> =
    "command" in step ? await runCommand(step.command, root, signal) : await runInspection(step.inspect);
  return { name: step.name, ...result, seconds: (performance.now() - started) / 1000 };
}

async function runInspection(inspect: Extract<Step, { inspect: unknown }>["inspect"]) {
  try {
    const found = await inspect();
    const { problems, note }: Inspection = "problems" in found ? found : { problems: found };
    return { ok: problems.length === 0, output: problems.join("\n"), note };
  } catch (error) {
    return { ok: false, output: (error as Error).stack ?? String(error) };
  }
}

function runCommand(
  [program, ...args]: readonly [string, ...string[]],
  root: string,
  signal: AbortSignal | undefined,
): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...(signal ? { signal } : {}) });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.once("error", (error) => resolve({ ok: false, output: `${output}\n${program}: ${error.message}` }));
    child.once("close", (code) => resolve({ ok: code === 0, output }));
  });
}
