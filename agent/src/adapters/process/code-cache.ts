import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { CHILD_SCRIPT } from "./code-paths.ts";
import { NOBODY, V8_FLAGS } from "./layers.ts";

/** The sandboxed process's own code, compiled ahead: without it, half a second of CPU goes into reading TypeScript at every start. */
export interface CodeCache {
  folder: string;
  remove(): void;
}

const PREFIX = "computehive-code-";
const WARM_UP_MS = 60_000;
const READABLE_BY_ALL = 0o755;

/**
 * Runs the process once, without any program, and keeps what it compiled. Whoever can write to this folder can choose what later
 * processes run: it is used only where the mount is read-only to them (bubblewrap). Nothing, where it cannot be made.
 */
export function createCodeCache(): CodeCache | undefined {
  // The confined process is nobody's: where it cannot reach the folder, it does not start at all.
  if (!isOpenToAll(tmpdir())) return undefined;
  removeStale();
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  chmodSync(folder, READABLE_BY_ALL);
  const { status } = spawnSync(process.execPath, [...V8_FLAGS, CHILD_SCRIPT], {
    env: { NODE_COMPILE_CACHE: folder },
    stdio: ["ignore", "ignore", "ignore"],
    timeout: WARM_UP_MS,
  });
  const [made] = readdirSync(folder);
  if (status !== 0 || made === undefined) {
    remove();
    return undefined;
  }
  // Node names the folder by version, flags and user; the reader will be another user.
  const own = join(folder, made.replace(/-\d+$/, `-${NOBODY}`));
  renameSync(join(folder, made), own);
  chmodSync(own, READABLE_BY_ALL);
  for (const file of readdirSync(own)) chmodSync(join(own, file), 0o644);
  return { folder, remove };
}

function isOpenToAll(folder: string): boolean {
  const mayEnter = (statSync(folder).mode & 0o001) !== 0;
  return mayEnter && (dirname(folder) === folder || isOpenToAll(dirname(folder)));
}

/** Caches of agents that were killed. Those of other users cannot be removed, and stay. */
function removeStale(): void {
  for (const name of readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX))) {
    const owner = Number(name.slice(PREFIX.length).split("-")[0]);
    if (!(owner > 0) || existsSync(`/proc/${owner}`)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Somebody else's.
    }
  }
}
