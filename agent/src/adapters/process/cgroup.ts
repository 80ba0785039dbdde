import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const ROOT = "/sys/fs/cgroup";
const MAX_PROCESSES = 64;
const REMOVE_AGAIN_MS = 100;

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

const PREFIX = "computehive-";

/** A name that nobody else uses, and that says whose group it is. */
export function cgroupName(suffix: string): string {
  return `${PREFIX}${process.pid}-${suffix}`;
}

/** Removes the empty groups of agents that were killed. One that holds a process cannot be removed. */
export function removeStaleCgroups(): void {
  const parents = isVersion2() ? [dirname(version2("x").memoryFolder)] : [join(ROOT, "memory"), join(ROOT, "pids")];
  for (const parent of parents.filter(existsSync)) {
    for (const name of readdirSync(parent)) {
      const owner = name.startsWith(PREFIX) ? Number(name.slice(PREFIX.length).split("-")[0]) : Number.NaN;
      if (owner > 0 && !existsSync(`/proc/${owner}`)) remove(join(parent, name), 0);
    }
  }
}

/** Makes a group, by whichever version this machine has. Throws where it may not. */
export function createCgroup(name: string, { memoryBytes }: { memoryBytes: number }): Cgroup {
  const files = isVersion2() ? version2(name) : version1(name);
  for (const folder of files.folders) makeFolder(folder);
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

/** Not recursive: where the controller is not mounted, node:fs would try for ever to make its parents in sysfs. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
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

/** A killed process leaves its group a moment after it is gone; an empty group that stays costs nothing and has a name of its own. */
function remove(folder: string, tries = 20): void {
  try {
    rmdirSync(folder);
  } catch {
    if (tries > 0) setTimeout(() => remove(folder, tries - 1), REMOVE_AGAIN_MS).unref();
  }
}
