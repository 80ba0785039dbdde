import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHILD_SCRIPT } from "./code-paths.ts";
import { NOBODY, V8_FLAGS } from "./layers.ts";

/** The sandboxed process's own code, compiled ahead: without it, half a second of CPU goes into reading TypeScript at every start. */
export interface CodeCache {
  folder: string;
  remove(): void;
}

const WARM_UP_MS = 60_000;
const READABLE_BY_ALL = 0o755;

/**
 * Runs the process once, without any program, and keeps what it compiled. Whoever can write to this folder can choose what later
 * processes run: it is used only where the mount is read-only to them (bubblewrap). Nothing, where it cannot be made.
 */
export function createCodeCache(): CodeCache | undefined {
  const folder = mkdtempSync(join(tmpdir(), "computehive-code-"));
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
