import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Anvil, AnvilStartError } from "./anvil.ts";
import { type Beginning, type Booted, boot } from "./boot.ts";
import { type ChainRecord, readChainRecord, writeChainRecord } from "./chain-record.ts";
import { claimFolder, endRecordedProcess } from "./folder-lock.ts";
import { freePort } from "./free-port.ts";
import { forgetProcess, recordProcess } from "./process-identity.ts";
import { StateStore } from "./state-store.ts";

const KEEPER_POLL_MS = 200;
const RESTART_BACKOFF_MS = { first: 250, longest: 10_000 };
/** A run longer than this counts as healthy: the next crash is retried quickly again. */
const HEALTHY_RUN_MS = 30_000;
/** Dumps further apart than this are worth a line in the log. */
const SLOW_DUMP_SECONDS = 5;
/** One dump a second, the time it takes, and what a machine with other work adds. */
const LEAST_LOSS_SECONDS = 5;

export interface StartChainOptions {
  /** Where the chain lives between starts. One process keeps it at a time. */
  readonly folder: string;
  /** The wished port on 127.0.0.1, 8545 unless told; the next free one is taken, 0 means any. */
  readonly port?: number;
  /** Seconds between blocks, 1 unless told; a transaction is mined at once in any case. */
  readonly blockTimeSeconds?: number;
  readonly chainId?: number;
  /** Aborting it stops the chain cleanly; `stop()` tells when that is done. */
  readonly signal?: AbortSignal;
  readonly log?: (line: string) => void;
}

export interface Chain {
  readonly url: string;
  readonly port: number;
  readonly chainId: number;
  /** Marks this chain's life: derived data that was made under another one is void. */
  readonly genesisHash: string;
  readonly beginning: Beginning;
  /** For `recovered`: how many seconds of the last run may be missing; 0 otherwise. */
  readonly possibleLossSeconds: number;
  /** Greatest number of seconds that a kill can lose now; grows while dumps take longer. */
  canLoseSeconds(): number;
  /** The process id of anvil now; it changes when a crashed one was restarted. */
  pid(): number;
  /** Stops with a final dump. Calling it again waits for the same stop. */
  stop(): Promise<void>;
}

/**
 * Runs the local chain (anvil) and keeps it durable: its state is dumped every second, every complete dump is set aside
 * by a rename and flushed, and a start takes the newest one that is whole. A crash of anvil is answered by a restart on
 * the same port. What a kill -9 of everything can lose is measured by chain.test.ts.
 *
 * Throws FolderInUseError, ChainIdMismatchError, NoFreePortError, AnvilStartError.
 */
export async function startChain({
  folder,
  port: wantedPort = 8545,
  blockTimeSeconds = 1,
  chainId = 31_337,
  signal = new AbortController().signal,
  log = () => {},
}: StartChainOptions): Promise<Chain> {
  signal.throwIfAborted();
  mkdirSync(folder, { recursive: true });
  const files = {
    lock: join(folder, "keeper.json"),
    anvil: join(folder, "anvil.json"),
    record: join(folder, "chain.json"),
  };
  const release = claimFolder(files.lock);
  try {
    if (await endRecordedProcess(files.anvil)) log("Ended the anvil that an earlier keeper left running.");
    const store = new StateStore(folder);
    let port = wantedPort;
    const start = (record: ChainRecord | undefined, stopping: AbortSignal) =>
      boot({ store, recordFile: files.record, record, port, chainId, blockTimeSeconds, log, signal: stopping });
    const keeper = new Keeper({ store, files, start, log, release });
    const record = readChainRecord(files.record, chainId);
    const booted = await onFreePort(wantedPort, (free) => {
      port = free;
      return keeper.begin(record, signal);
    });
    if (wantedPort !== 0 && port !== wantedPort) log(`Port ${wantedPort} is taken; the chain uses ${port}.`);
    log(describe(booted, port));
    return {
      url: `http://127.0.0.1:${port}`,
      port,
      chainId,
      genesisHash: booted.record.genesisHash,
      beginning: booted.beginning,
      possibleLossSeconds: booted.possibleLossSeconds,
      canLoseSeconds: () => keeper.canLoseSeconds(),
      pid: () => keeper.pid(),
      stop: () => keeper.stop(),
    };
  } catch (error) {
    release();
    throw error;
  }
}

/** Somebody may take a port between the look and the start: then the next one is tried. */
async function onFreePort<Result>(wanted: number, use: (port: number) => Promise<Result>): Promise<Result> {
  for (let port = await freePort(wanted); ; port = await freePort(wanted === 0 ? 0 : port + 1)) {
    try {
      return await use(port);
    } catch (error) {
      if (!(error instanceof AnvilStartError) || error.failure !== "port-taken") throw error;
    }
  }
}

function describe({ beginning, possibleLossSeconds, record }: Booted, port: number): string {
  const words = {
    new: "A new chain begins",
    continued: "The chain continues where it was stopped",
    recovered: `The chain was not stopped cleanly and continues from its last dump: up to ${possibleLossSeconds} s may be missing`,
    replaced: "The old chain is lost and a new one begins",
  } satisfies Record<Beginning, string>;
  return `${words[beginning]} (id ${record.chainId}, port ${port}, genesis ${record.genesisHash.slice(0, 10)}).`;
}

interface KeeperPorts {
  readonly store: StateStore;
  readonly files: { readonly anvil: string; readonly record: string };
  readonly start: (record: ChainRecord | undefined, signal: AbortSignal) => Promise<Booted>;
  readonly log: (line: string) => void;
  readonly release: () => void;
}

/** Watches one anvil after the other until told to stop. */
class Keeper {
  readonly #ports: KeeperPorts;
  readonly #stopping = new AbortController();
  #current: Booted | undefined;
  #loop: Promise<void> = Promise.resolve();
  #stopped: Promise<void> | undefined;
  #lastDumpAt: number | undefined;
  #widestGapSeconds = 0;

  constructor(ports: KeeperPorts) {
    this.#ports = ports;
  }

  async begin(record: ChainRecord | undefined, signal: AbortSignal): Promise<Booted> {
    const booted = await this.#start(record, signal);
    const timer = setInterval(() => this.#setAside(), KEEPER_POLL_MS);
    this.#stopping.signal.addEventListener("abort", () => clearInterval(timer));
    this.#loop = this.#keepRunning();
    if (signal.aborted) void this.stop();
    else signal.addEventListener("abort", () => void this.stop(), { once: true });
    return booted;
  }

  pid(): number {
    return this.#anvil().pid;
  }

  /** A kill can come just before a dump is complete: then the one before it is the newest. */
  canLoseSeconds(): number {
    return Math.max(LEAST_LOSS_SECONDS, Math.ceil(2 * this.#widestGapSeconds));
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    if (await this.#anvil().stop()) await this.#recordCleanStop();
    forgetProcess(this.#ports.files.anvil);
    this.#ports.release();
  }

  async #recordCleanStop(): Promise<void> {
    const { store, files } = this.#ports;
    for await (const state of store.readable()) {
      const { savedAt, bytes } = store.keepAside(state);
      // Only the dump that the stop itself wrote is complete knowledge; the live file is that one, a copy is older.
      const { record } = this.#current as Booted;
      if (state.file === store.liveFile) writeChainRecord(files.record, { ...record, cleanStop: { savedAt, bytes } });
      return;
    }
  }

  async #keepRunning(): Promise<void> {
    let backoff = RESTART_BACKOFF_MS.first;
    while (!this.#stopping.signal.aborted) {
      const startedAt = performance.now();
      const result = await Promise.race([this.#anvil().ended, aborted(this.#stopping.signal)]);
      if (this.#stopping.signal.aborted) return;
      this.#ports.log(`anvil ended by itself (${result}); starting it again.`);
      if (performance.now() - startedAt > HEALTHY_RUN_MS) backoff = RESTART_BACKOFF_MS.first;
      backoff = await this.#restart(backoff);
    }
  }

  /** Answers the pause to begin with after the next crash. */
  async #restart(firstPause: number): Promise<number> {
    let pause = firstPause;
    while (!this.#stopping.signal.aborted) {
      await wait(pause, undefined, { signal: this.#stopping.signal }).catch(() => {});
      pause = Math.min(pause * 2, RESTART_BACKOFF_MS.longest);
      try {
        const booted = await this.#start(this.#current?.record, this.#stopping.signal);
        this.#ports.log(`anvil runs again, ${booted.beginning}; up to ${booted.possibleLossSeconds} s may be missing.`);
        return pause;
      } catch (error) {
        if (!this.#stopping.signal.aborted) this.#ports.log(`anvil does not start: ${(error as Error).message}`);
      }
    }
    return pause;
  }

  async #start(record: ChainRecord | undefined, signal: AbortSignal): Promise<Booted> {
    const booted = await this.#ports.start(record, signal);
    recordProcess(this.#ports.files.anvil, booted.anvil.pid);
    this.#current = booted;
    this.#lastDumpAt = undefined;
    return booted;
  }

  #setAside(): void {
    const saved = this.#ports.store.setAside();
    if (!saved) return;
    const apart = this.#lastDumpAt === undefined ? 0 : (saved.savedAt - this.#lastDumpAt) / 1000;
    this.#lastDumpAt = saved.savedAt;
    this.#widestGapSeconds = Math.max(this.#widestGapSeconds, apart);
    if (apart <= SLOW_DUMP_SECONDS) return;
    const megabytes = Math.round(saved.bytes / 1_000_000);
    this.#ports.log(`The chain's state is ${megabytes} MB; a kill can now lose up to ${this.canLoseSeconds()} s.`);
  }

  #anvil(): Anvil {
    if (!this.#current) throw new Error("The chain has not begun.");
    return this.#current.anvil;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
