import { readEnv } from "./env.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import { hive } from "./hive.ts";
import { confirmPrompt, passwordPrompt } from "./terminal/ask.ts";

/** The process: arguments, terminal and signals. A second Ctrl-C ends it at once. */
export async function runMain(): Promise<void> {
  const cancel = new AbortController();
  const onInterrupt = (): void => {
    if (cancel.signal.aborted) process.exit(EXIT_CODES.cancelled);
    cancel.abort(new DOMException("Cancelled.", "AbortError"));
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onInterrupt);
  // Started by an older Node (bin/hive.js), it ends with that; the channel alone keeps nothing running.
  process.once("disconnect", onInterrupt);
  process.channel?.unref();
  // A reader that closed its end early, such as `head`, is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(EXIT_CODES.ok);
    throw error;
  });
  const terminal = { input: process.stdin, output: process.stderr };
  process.exitCode = await hive(process.argv.slice(2), {
    env: readEnv(),
    cwd: process.cwd(),
    stdout: process.stdout,
    stderr: process.stderr,
    askPassword: passwordPrompt(terminal),
    confirm: confirmPrompt(terminal),
    signal: cancel.signal,
  });
  process.off("SIGINT", onInterrupt);
  process.off("SIGTERM", onInterrupt);
}
