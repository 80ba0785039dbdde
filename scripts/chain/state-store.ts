import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { isCompleteJson } from "./complete-json.ts";
import { syncFolder, writeFileAtomically } from "./write-file.ts";

/** anvil truncates and rewrites this file at every dump: a kill in between leaves it torn. */
const LIVE = "dump.json";
const COPY = /^state-(\d{8})\.json$/;
const KEPT_COPIES = 3;
const CLOSING_BRACE = 0x7d;

export interface SavedState {
  readonly file: string;
  /** Milliseconds since the Unix epoch at which the chain had finished writing it. */
  readonly savedAt: number;
  readonly bytes: number;
}

/**
 * The chain's state on disk: the file that anvil writes, and the previous complete ones under numbered names. Setting
 * one aside is a rename, so it costs the same for any size and is whole or absent.
 */
export class StateStore {
  readonly folder: string;
  readonly liveFile: string;
  #seen: { changedAt: number; bytes: number } | undefined;

  constructor(folder: string) {
    this.folder = folder;
    this.liveFile = join(folder, LIVE);
    mkdirSync(folder, { recursive: true });
  }

  /**
   * Puts the live file aside if it is whole and has not changed since the last call; answers what was set aside.
   * A write that begins between look and rename only goes on in the renamed file, and the copy before it is still there.
   */
  setAside(): SavedState | undefined {
    const live = describe(this.liveFile);
    if (!live) return undefined;
    const unchanged = live.savedAt === this.#seen?.changedAt && live.bytes === this.#seen.bytes;
    this.#seen = { changedAt: live.savedAt, bytes: live.bytes };
    if (!unchanged || lastByte(live) !== CLOSING_BRACE) return undefined;
    return this.#keep(live);
  }

  /** The complete states, newest first, each checked when it is asked for. Torn ones stay: their time is still a fact. */
  async *readable(): AsyncGenerator<SavedState> {
    for (const state of this.#states()) {
      if (existsSync(state.file) && (await isCompleteJson(state.file))) yield state;
    }
  }

  /** When the chain last wrote anything, whole or torn: it lived at least until then. */
  newestWrite(): number | undefined {
    const times = this.#states().map(({ savedAt }) => savedAt);
    return times.length === 0 ? undefined : Math.max(...times);
  }

  /** Gives the live file a numbered name, for anvil is about to write a new one; a torn live file is removed. */
  keepAside(chosen: SavedState): SavedState {
    if (chosen.file === this.liveFile) return this.#keep(chosen);
    rmSync(this.liveFile, { force: true });
    return chosen;
  }

  /** Adds a state that was obtained otherwise. */
  save(content: Buffer): void {
    writeFileAtomically(this.#nextCopy(), content);
  }

  /** Moves every state into a folder beside, so that a new chain begins and nothing is destroyed. */
  retireAll(): string {
    const retired = join(this.folder, `unreadable-${new Date().toISOString().replaceAll(":", "-")}`);
    mkdirSync(retired, { recursive: true });
    for (const name of this.#names()) renameSync(join(this.folder, name), join(retired, name));
    syncFolder(this.folder);
    return retired;
  }

  #keep(state: SavedState): SavedState {
    const kept = this.#nextCopy();
    renameSync(state.file, kept);
    flush(kept);
    syncFolder(this.folder);
    for (const old of this.#copies().slice(KEPT_COPIES)) rmSync(join(this.folder, old), { force: true });
    return { ...state, file: kept };
  }

  #states(): SavedState[] {
    const files = [this.liveFile, ...this.#copies().map((name) => join(this.folder, name))];
    return files.flatMap((file) => describe(file) ?? []);
  }

  #nextCopy(): string {
    const newest = Number(COPY.exec(this.#copies()[0] ?? "")?.[1] ?? 0);
    return join(this.folder, `state-${String(newest + 1).padStart(8, "0")}.json`);
  }

  /** Newest first. */
  #copies(): string[] {
    return this.#names()
      .filter((name) => COPY.test(name))
      .sort()
      .reverse();
  }

  #names(): string[] {
    return readdirSync(this.folder).filter((name) => name === LIVE || COPY.test(name));
  }
}

function describe(file: string): SavedState | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat && { file, savedAt: stat.mtimeMs, bytes: stat.size };
}

function lastByte({ file, bytes }: SavedState): number | undefined {
  if (bytes === 0) return undefined;
  return withFile(file, (handle) => {
    const buffer = Buffer.alloc(1);
    return readSync(handle, buffer, 0, 1, bytes - 1) === 1 ? buffer[0] : undefined;
  });
}

function flush(file: string): void {
  withFile(file, fsyncSync);
}

function withFile<Result>(file: string, use: (handle: number) => Result): Result {
  const handle = openSync(file, "r");
  try {
    return use(handle);
  } finally {
    closeSync(handle);
  }
}
