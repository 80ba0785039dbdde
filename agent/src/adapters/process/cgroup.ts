import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = "/sys/fs/cgroup";
const MAX_PROCESSES = 64;

/** A group of processes with a limit on memory and number. */
export interface Cgroup {
  add(pids: readonly number[]): void;
  /** Whether the kernel ended a process of the group for its memory. */
  ranOutOfMemory(): boolean;
  remove(): void;
}

interface Files {
  folders: string[];
  memoryFolder: string;
  memoryLimit: string;
  pidsFile: string;
}

/** Makes a group, by whichever version this machine has. Throws where it may not. */
export function createCgroup(name: string, { memoryBytes }: { memoryBytes: number }): Cgroup {
  const files = isVersion2() ? version2(name) : version1(name);
  for (const folder of files.folders) mkdirSync(folder, { recursive: true });
  writeFileSync(join(files.memoryFolder, files.memoryLimit), String(memoryBytes));
  writeFileSync(files.pidsFile, String(MAX_PROCESSES));
  return {
    add(pids) {
      for (const folder of files.folders) for (const pid of pids) enter(folder, pid);
    },
    ranOutOfMemory: () => outOfMemoryCount(files.memoryFolder) > 0,
    remove() {
      for (const folder of files.folders) remove(folder);
    },
  };
}

function isVersion2(): boolean {
  return existsSync(join(ROOT, "cgroup.controllers"));
}

function version1(name: string): Files {
  const memoryFolder = join(ROOT, "memory", name);
  const pidsFolder = join(ROOT, "pids", name);
  return {
    folders: [memoryFolder, pidsFolder],
    memoryFolder,
    memoryLimit: "memory.limit_in_bytes",
    pidsFile: join(pidsFolder, "pids.max"),
  };
}

function version2(name: string): Files {
  const own = readFileSync("/proc/self/cgroup", "utf8").split("::")[1]?.trim() ?? "/";
  const folder = join(ROOT, own, "..", name);
  return { folders: [folder], memoryFolder: folder, memoryLimit: "memory.max", pidsFile: join(folder, "pids.max") };
}

function enter(folder: string, pid: number): void {
  try {
    writeFileSync(join(folder, "cgroup.procs"), String(pid));
  } catch (error) {
    // A process that ended in between has nothing to join with.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Version 1: `oom_kill 1` in memory.oom_control; version 2: the same line in memory.events. */
function outOfMemoryCount(folder: string): number {
  for (const file of ["memory.oom_control", "memory.events"]) {
    try {
      const count = /^oom_kill (\d+)$/m.exec(readFileSync(join(folder, file), "utf8"))?.[1];
      if (count !== undefined) return Number(count);
    } catch {
      // The other version's file.
    }
  }
  return 0;
}

function remove(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Busy for a moment after a kill; an empty group costs nothing and has a name of its own.
  }
}
