import { createInterface } from "node:readline/promises";
import { readEnv } from "./env.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { hive } from "./hive.ts";
import { terminalPrompt } from "./session/password.ts";

/** The process: arguments, terminal and signals. A second Ctrl-C ends it at once. */
export async function runMain(): Promise<void> {
  const cancel = new AbortController();
  const onInterrupt = (): void => {
    if (cancel.signal.aborted) process.exit(EXIT_CODES.cancelled);
    cancel.abort(new DOMException("Cancelled.", "AbortError"));
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onInterrupt);
  // A reader that closed its end early, such as `head`, is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(EXIT_CODES.ok);
    throw error;
  });
  process.exitCode = await hive(process.argv.slice(2), {
    env: readEnv(),
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    askPassword: terminalPrompt(process.stdin, process.stderr),
    confirm,
    signal: cancel.signal,
  });
  process.off("SIGINT", onInterrupt);
}

async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    process.stderr.write(`${question} There is no terminal to answer on: give --yes.\n`);
    return false;
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`${question} [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
