import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const POLL_MS = 250;
/** A lock file without readable content belongs to somebody who is just writing it, unless it is older than this. */
const UNREADABLE_GRACE_MS = 10_000;

/**
 * Holds the lock `file` while `work` runs, after waiting for any other holder. The file names the processes that hold
 * it; a lock whose processes are all gone (killed, power lost) is taken over.
 * `work` receives `holdAlso(pid)`: the lock lasts as long as that process, even when this one is killed.
 */
export async function withLock(file, { onWait }, work) {
  mkdirSync(dirname(file), { recursive: true });
  await acquire(file, onWait);
  try {
    return await work((pid) => writeFileSync(file, JSON.stringify([process.pid, pid])));
  } finally {
    rmSync(file, { force: true });
  }
}

async function acquire(file, onWait) {
  let told = false;
  while (!tryCreate(file)) {
    const holders = readHolders(file);
    if (holders === "gone") {
      takeAway(file);
      continue;
    }
    if (!told) onWait(holders);
    told = true;
    await wait(POLL_MS);
  }
}

function tryCreate(file) {
  try {
    writeFileSync(file, JSON.stringify([process.pid]), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function readHolders(file) {
  try {
    const alive = JSON.parse(readFileSync(file, "utf8")).filter(isAlive);
    return alive.length > 0 ? alive : "gone";
  } catch (error) {
    if (error.code === "ENOENT") return "gone";
    return Date.now() - statSync(file, { throwIfNoEntry: false })?.mtimeMs < UNREADABLE_GRACE_MS ? [] : "gone";
  }
}

/** Renames before removing, so that of two processes that saw the same dead lock only one removes it. */
function takeAway(file) {
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (error.code === "ENOENT") return;
    throw error;
  }
  // Somebody else may have taken over between reading and renaming: give a living lock back.
  if (readHolders(aside) === "gone") rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
