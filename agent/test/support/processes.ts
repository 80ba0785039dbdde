import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface Running {
  child: ChildProcess;
  /** Everything it wrote. */
  output(): string;
  /** Exit code or signal. */
  ended: Promise<number | NodeJS.Signals>;
  kill(signal: NodeJS.Signals): Promise<void>;
}

/** Starts a program whose end the test waits for. */
export function start(
  file: string,
  args: readonly string[],
  options: { env?: Record<string, string>; logFile?: string } = {},
): Running {
  const child = spawn(file, args, {
    env: { PATH: process.env.PATH, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const log = options.logFile ? createWriteStream(options.logFile, { flags: "a" }) : undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output = (output + text).slice(-200_000);
      log?.write(text);
    });
  }
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.once("error", () => resolve(127));
    child.once("exit", (code, signal) => {
      log?.end();
      resolve(code ?? signal ?? 1);
    });
  });
  return {
    child,
    output: () => output,
    ended,
    async kill(signal) {
      child.kill(signal);
      await ended;
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Asks until there is an answer. Tests have their own limit. */
export async function eventually<Result>(
  ask: () => Promise<Result | undefined | false>,
  what: string,
  limitMs = 60_000,
): Promise<Result> {
  const until = Date.now() + limitMs;
  let last: unknown;
  while (Date.now() < until) {
    try {
      const found = await ask();
      if (found !== undefined && found !== false) return found;
    } catch (error) {
      last = error;
    }
    await sleep(50);
  }
  throw new Error(`It never came true: ${what}.`, { cause: last });
}
