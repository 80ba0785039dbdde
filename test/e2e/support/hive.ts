import { spawn } from "node:child_process";
import { join } from "node:path";

const BIN = join(import.meta.dirname, "../../../cli/bin/hive.js");

export interface HiveRun {
  code: number;
  stdout: string;
  stderr: string;
}

export interface HiveOptions {
  cwd?: string;
  env?: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/** Runs the real `hive` in a process of its own, with nothing of this process's environment but the path. */
export function hive(args: readonly string[], { cwd, env = {}, signal }: HiveOptions = {}): Promise<HiveRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: cwd ?? import.meta.dirname,
      env: { PATH: process.env["PATH"], ...env },
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal && { signal, killSignal: "SIGINT" }),
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", (error) => (error.name === "AbortError" ? undefined : reject(error)));
    child.once("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}

/** A person or program at the terminal: one stack, one key. */
export interface Terminal {
  run(...args: string[]): Promise<HiveRun>;
  /** Runs with --json; throws with everything that was printed if the exit code is not 0. */
  json<T = Record<string, unknown>>(...args: string[]): Promise<T>;
}

export function terminal({
  stack,
  as,
  env,
}: {
  stack: string;
  as?: string;
  env?: Readonly<Record<string, string>>;
}): Terminal {
  const fixed = ["--stack", stack, ...(as === undefined ? [] : ["--as", as])];
  const run = (...args: string[]) => {
    // Options belong before "--": what follows is the program's.
    const at = args.indexOf("--");
    return hive(at < 0 ? [...args, ...fixed] : [...args.slice(0, at), ...fixed, ...args.slice(at)], env ? { env } : {});
  };
  return {
    run,
    async json<T>(...args: string[]) {
      const at = args.indexOf("--");
      const ended = await (at < 0 ? run(...args, "--json") : run(...args.slice(0, at), "--json", ...args.slice(at)));
      if (ended.code !== 0)
        throw new Error(`hive ${args.join(" ")} ended with ${ended.code}\n${ended.stdout}\n${ended.stderr}`);
      return lastDocument(ended.stdout) as T;
    },
  };
}

/** Streams print one document a line before the result, which may span several. */
export function lastDocument(stdout: string): unknown {
  const lines = stdout.trimEnd().split("\n");
  for (let first = lines.length - 1; first >= 0; first--) {
    if (!/^[[{]/.test(lines[first] ?? "")) continue;
    return JSON.parse(lines.slice(first).join("\n"));
  }
  throw new Error(`No JSON document in: ${stdout}`);
}
