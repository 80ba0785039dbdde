import { readdirSync, readFileSync } from "node:fs";
import type { ProcessIdentity } from "../../sandbox/sandbox.ts";

const PAGE_BYTES = 4_096;

interface Stat {
  pid: number;
  parent: number;
  startTime: string;
}

/** The process and everything that descends from it. Empty where the machine has no /proc. */
export function processTree(root: number): number[] {
  const all = processes();
  const tree = [root];
  for (let i = 0; i < tree.length; i++) {
    tree.push(...all.filter(({ parent }) => parent === tree[i]).map(({ pid }) => pid));
  }
  return tree;
}

/** Resident memory of one process in bytes; 0 where it is not known. */
export function residentBytes(pid: number): number {
  const pages = readText(`/proc/${pid}/statm`).split(" ")[1];
  return Number(pages ?? 0) * PAGE_BYTES;
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, startTime: statOf(pid)?.startTime ?? "" };
}

/** Ends the process that `identity` names and all that descends from it, unless its id is another's by now. */
export function endOrphan(identity: ProcessIdentity): boolean {
  if (identity.startTime === "" || statOf(identity.pid)?.startTime !== identity.startTime) return false;
  for (const pid of processTree(identity.pid)) kill(pid);
  return true;
}

/** Ends a process group and stragglers that left it. */
export function endTree(pid: number): void {
  const tree = processTree(pid);
  kill(-pid);
  for (const member of tree) kill(member);
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}

function processes(): Stat[] {
  try {
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => statOf(Number(name)) ?? []);
  } catch {
    return [];
  }
}

function statOf(pid: number): Stat | undefined {
  const text = readText(`/proc/${pid}/stat`);
  // The second field is the name in parentheses and may hold anything; what follows its last parenthesis is numbers.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields.length < 20 ? undefined : { pid, parent: Number(fields[1]), startTime: fields[19]! };
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
