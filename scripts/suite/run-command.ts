import { spawn } from "node:child_process";
import { constants } from "node:os";

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunCommandOptions {
  /** The folder in which it runs. */
  readonly root: string;
  readonly signal: AbortSignal;
  readonly show?: boolean;
  /** Beside the variables of this process. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command to its end. `show` passes its output on to the terminal instead of returning it. */
export function runCommand(
  program: string,
  args: readonly string[],
  { root, signal, show = false, env = {} }: RunCommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const output = { stdout: "", stderr: "" };
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: show ? "inherit" : ["ignore", "pipe", "pipe"],
      signal,
    });
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      output.stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      output.stderr += text;
    });
    child.once("error", (error) => {
      output.stderr += `${program}: ${error.message}\n`;
      if (child.pid === undefined) resolve({ exitCode: 127, ...output });
    });
    child.once("close", (code, killedBy) => {
      resolve({ exitCode: code ?? 128 + (killedBy ? constants.signals[killedBy] : 0), ...output });
    });
  });
}
