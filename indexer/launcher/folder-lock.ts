import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { StoreInUseError } from "./store-in-use.ts";

const PATIENCE_SECONDS = 30;
const PAUSE_MS = 50;

/**
 * Name of a socket that whoever uses the folder listens on: without a file, so that it is gone with its process, however that
 * ends. Only Linux has such sockets; elsewhere folders are not watched.
 */
export function lockNameOf(folder: string): string | undefined {
  if (process.platform !== "linux") return undefined;
  return `\0computehive-indexer-${createHash("sha256").update(realpathSync(folder)).digest("hex")}`;
}

/** Takes the lock; nothing where somebody has it. */
export function tryLock(name: string): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", () => resolve(undefined));
    server.listen(name, () => resolve(server));
  });
}

/** A Ponder whose launcher was killed ends by itself, a moment later. @throws StoreInUseError where it, or another, stays. */
export async function waitUntilFree(folder: string, signal?: AbortSignal): Promise<void> {
  const name = lockNameOf(folder);
  if (name === undefined) return;
  const deadline = performance.now() + PATIENCE_SECONDS * 1000;
  for (;;) {
    const server = await tryLock(name);
    if (server) return void (await new Promise((resolve) => server.close(resolve)));
    if (performance.now() > deadline) throw new StoreInUseError({ place: folder, seconds: PATIENCE_SECONDS });
    await wait(PAUSE_MS, undefined, signal ? { signal } : {});
  }
}
