import { lockFromEnvironment } from "./env.ts";
import { tryLock } from "./folder-lock.ts";

/**
 * Loaded into Ponder's process before anything else. The channel to the launcher breaks when the launcher is gone, however it
 * ended: Ponder must not outlive it, because a second one would write into the same tables.
 */
const TEMPORARY_FAILURE = 75;

process.on("disconnect", () => process.exit(TEMPORARY_FAILURE));
if (!process.connected) process.exit(TEMPORARY_FAILURE);

const lock = lockFromEnvironment();
if (lock !== undefined) (await tryLock(lock))?.unref();
