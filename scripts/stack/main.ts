import { appendFileSync, existsSync } from "node:fs";
import { dirname } from "node:path";
import { ComputeHiveError } from "@computehive/protocol/error";
import { settleDemoJob } from "./demo/settle-demo-job.ts";
import { parseFlags, type StackOptions } from "./flags.ts";
import { logFile, stackPaths } from "./folder/paths.ts";
import { describeNextSteps } from "./next-steps.ts";
import { Parts } from "./parts.ts";
import { type Stack, startStack } from "./stack.ts";

const INTERRUPTED = 130;
type OnUp = (stack: Stack, signal: AbortSignal) => void;
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Runs a stack until it is told to stop; answers the exit code. `onUp` is called when everything is ready, until `signal` is aborted. */
export async function main(
  args: readonly string[],
  { onUp = () => {}, development = false }: { onUp?: OnUp; development?: boolean } = {},
): Promise<number> {
  // A terminal that was closed, or `head`: what is said goes on into the log, and nothing is left behind.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  const stopping = new AbortController();
  try {
    return await run(parseFlags(args, { development }), stopping, onUp);
  } catch (error) {
    process.stderr.write(
      `${error instanceof ComputeHiveError ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
    );
    return 1;
  }
}

async function run(options: StackOptions, stopping: AbortController, onUp: OnUp): Promise<number> {
  const say = printerOf(options);
  const parts = new Parts(say);
  const { signal } = stopping;
  stopOnSignals(stopping, parts, say);
  try {
    const stack = await startStack(options, { say, signal, parts });
    onUp(stack, signal);
    const demo = options.demo ? await settleDemoJob(stack, { say, signal }) : undefined;
    if (options.once) return demo?.isSettled === false ? 1 : 0;
    for (const line of describeNextSteps(stack, demo)) say(line);
    await aborted(signal);
    return 0;
  } catch (error) {
    if (!signal.aborted) throw error;
    return options.once ? INTERRUPTED : 0;
  } finally {
    stopping.abort();
    await parts.stopAll();
  }
}

/** To the terminal, unless it shall be quiet, and to the stack's own log. */
function printerOf({ folder, quiet }: StackOptions): (line: string) => void {
  const log = logFile(stackPaths(folder), "stack");
  return (line) => {
    if (!quiet) process.stdout.write(`${line}\n`);
    if (existsSync(dirname(log))) appendFileSync(log, `${new Date().toISOString()} ${line}\n`);
  };
}

function stopOnSignals(stopping: AbortController, parts: Parts, say: (line: string) => void): void {
  let isAsked = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (isAsked) {
      say("Killing what still runs.");
      parts.killAll();
      process.exit(INTERRUPTED);
    }
    isAsked = true;
    say(`${signal}: stopping. Once more kills at once.`);
    stopping.abort(new DOMException("Interrupted.", "AbortError"));
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
