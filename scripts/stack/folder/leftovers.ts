import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { sep } from "node:path";
import { wait } from "@computehive/sdk/retry";
import { identify, isRunning, type ProcessIdentity } from "../../chain/process-identity.ts";
import { AGENT_PROGRAM, GATEWAY_PROGRAM, INDEXER_PROGRAM, ROOT } from "../processes/programs.ts";

interface Leftover extends ProcessIdentity {
  readonly program: string;
}

/** Shorter than an agent's drain: what it runs is continued by its successor. */
const GRACE_MS = 10_000;
const POLL_MS = 50;
const PROGRAMS: readonly string[] = [GATEWAY_PROGRAM, AGENT_PROGRAM, INDEXER_PROGRAM];
/** The marketplace is served from the folder of its build. */
const WEB_SERVER = /\.hive\/web\/[^/]+\/web\/server\.js$/;

/**
 * Ends the processes of `folder` whose supervisor was killed: in order, then by force. They are known by their command line,
 * which names the program and a path below the folder, so that nobody else's process is ever touched. Answers how many there were.
 */
export async function endLeftovers(folder: string): Promise<number> {
  const found = processesOf(folder);
  await Promise.all(found.map(end));
  return found.length;
}

async function end(leftover: Leftover): Promise<void> {
  signalTo(leftover, "SIGTERM");
  const deadline = performance.now() + GRACE_MS;
  while (isRunning(leftover)) {
    if (performance.now() > deadline) signalTo(leftover, "SIGKILL");
    await wait(POLL_MS);
  }
}

function signalTo({ pid }: Leftover, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

function processesOf(folder: string): Leftover[] {
  return commandLines().flatMap(({ pid, words }) => {
    const program = words.find((word) => PROGRAMS.includes(word) || (word.startsWith(ROOT) && WEB_SERVER.test(word)));
    const isOurs = program !== undefined && words.some((word) => word.startsWith(`${folder}${sep}`));
    return isOurs && pid !== process.pid ? [{ ...identify(pid), program }] : [];
  });
}

function commandLines(): { pid: number; words: string[] }[] {
  return process.platform === "linux" ? linuxCommandLines() : otherCommandLines();
}

function linuxCommandLines(): { pid: number; words: string[] }[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.flatMap((name) => {
    try {
      return [{ pid: Number(name), words: readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0") }];
    } catch {
      // It ended in between, or belongs to somebody else.
      return [];
    }
  });
}

function otherCommandLines(): { pid: number; words: string[] }[] {
  const { stdout } = spawnSync("ps", ["-axww", "-o", "pid=,command="], { encoding: "utf8" });
  return (stdout ?? "").split("\n").map((line) => {
    const [pid = "", ...words] = line.trim().split(/\s+/);
    return { pid: Number(pid), words };
  });
}
