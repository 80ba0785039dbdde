import { readdirSync, readFileSync } from "node:fs";

/** The process and all that it started, itself first. Linux only. */
export function processTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const parent = /^\d+$/.test(name) ? parentOf(name) : undefined;
    if (parent !== undefined) parents.set(Number(name), parent);
  }
  const tree = [root];
  // The list grows while it is walked: children of children follow.
  for (const pid of tree) for (const [child, parent] of parents) if (parent === pid) tree.push(child);
  return tree;
}

/** Processes whose command line names a path below `folder`. Linux only. */
export function processesNaming(folder: string): number[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0");
      return words.some((word) => word.startsWith(`${folder}/`)) ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

export function killNow(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Running, and not merely waiting for its parent to take note of its end. */
export function isAlive(pid: number): boolean {
  const state = statOf(String(pid))?.[0];
  return state !== undefined && state !== "Z";
}

function parentOf(pid: string): number | undefined {
  const parent = statOf(pid)?.[1];
  return parent === undefined ? undefined : Number(parent);
}

/** The fields after the program's name, which may itself hold spaces and brackets. */
function statOf(pid: string): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}
