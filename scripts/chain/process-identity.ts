import { readFileSync, rmSync } from "node:fs";
import { writeFileAtomically } from "./write-file.ts";

/** A process id alone is reused by the system; together with the start time it names one process for ever. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since the machine's boot; empty where the system does not tell. */
  readonly startedAt: string;
}

export function identify(pid: number): ProcessIdentity {
  return { pid, startedAt: startTimeOf(pid) ?? "" };
}

export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  const found = startTimeOf(pid);
  return found === undefined || startedAt === "" || found === startedAt;
}

export function recordProcess(file: string, pid: number): void {
  writeFileAtomically(file, JSON.stringify(identify(pid)));
}

/** The recorded process if it still runs. An unreadable record counts as none. */
export function recordedProcess(file: string): ProcessIdentity | undefined {
  try {
    const identity = JSON.parse(readFileSync(file, "utf8")) as ProcessIdentity;
    return isRunning(identity) ? identity : undefined;
  } catch {
    return undefined;
  }
}

export function forgetProcess(file: string): void {
  rmSync(file, { force: true });
}

function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program's name, the second field, may itself hold spaces and brackets.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return state === "Z" ? "ended" : rest[18];
  } catch {
    return undefined;
  }
}
