import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type CommandOptions, sandboxCommand } from "./layers.ts";
import { endTree } from "./proc.ts";

const MAX_COMPLAINT_CHARACTERS = 4_000;

export interface Launched {
  child: ChildProcess & { stdin: NonNullable<ChildProcess["stdin"]>; stdout: NonNullable<ChildProcess["stdout"]> };
  pid: number;
  /** What the process wrote on its standard error: for this machine's owner, never part of a result. */
  complaint(): string;
  /** Exit code or signal, once it is over. */
  ended: Promise<string>;
  kill(): void;
}

/** Starts the sandboxed process in a process group of its own, without environment. */
export function launch(options: CommandOptions): Launched {
  const { file, args, user } = sandboxCommand(options);
  const child = spawn(file, args, {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin" },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
    ...(user === undefined ? {} : { uid: user, gid: user }),
  });
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => {
    if (complaint.length < MAX_COMPLAINT_CHARACTERS) complaint += chunk.toString("latin1");
  });
  // A process that ends early breaks the pipe; its end is reported below, not here.
  child.stdin.on("error", () => undefined);
  const ended = once(child, "close").then(
    ([code, signal]: unknown[]) => `${signal === null ? `code ${code}` : `signal ${signal}`}`,
    (error: unknown) => `failure to start: ${String(error)}`,
  );
  return {
    child,
    pid: child.pid ?? -1,
    complaint: () => complaint.slice(0, MAX_COMPLAINT_CHARACTERS).trim(),
    ended,
    kill() {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) endTree(child.pid);
    },
  };
}
