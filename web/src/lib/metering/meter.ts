import type { RunRequest, RunResult } from "@computehive/metering/run";
import type { ProgramReport } from "@computehive/metering/validate";
import { type Clock, systemClock } from "@computehive/protocol/clock";
import { DEFAULT_LIMITS } from "@computehive/protocol/fuel";
import type { Manifest } from "@computehive/protocol/manifest";
import type { Blobs, Executed } from "@computehive/sdk/execution";
import type { MeterAnswer, MeterMessage, MeterNews, MeterRequest } from "./messages.ts";
import { MeterFailedError, MeterMemoryError, MeterTimeoutError } from "./meter-errors.ts";
import { type MeterProgress, progressOf } from "./progress.ts";

export interface MeterOptions {
  /** Aborting ends the program at once. */
  readonly signal?: AbortSignal | undefined;
  /** Longest time for everything, milliseconds. */
  readonly timeout?: number | undefined;
  /** A program whose limits allow more memory is not started, bytes. */
  readonly mostMemory?: number | undefined;
  /** Several times a second. */
  readonly onProgress?: ((progress: MeterProgress) => void) | undefined;
  readonly onOutput?: ((stream: "stdout" | "stderr", bytes: Uint8Array) => void) | undefined;
  readonly clock?: Clock;
  /** Starts the thread; tests put their own. */
  readonly spawn?: () => MeterThread;
}

/** What is used of a `Worker`. */
export interface MeterThread {
  onmessage: ((event: MessageEvent<MeterMessage>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(request: MeterRequest): void;
  terminate(): void;
}

export const DEFAULT_TIMEOUT = 5 * 60_000;
/** A tab that asks for more is likely to be ended by the browser. */
export const DEFAULT_MOST_MEMORY = 1024 ** 3;
const TICK = 200;

/**
 * Runs a program with the real meter on a thread of its own: same outputs, exit code and fuel as on every node.
 *
 * @throws MeterFailedError named `ProgramRefusedError`, `RequestError` or `HostFaultError`; MeterTimeoutError;
 *   MeterMemoryError; the signal's reason. None of them is a result.
 */
export async function runProgram(request: RunRequest, options: MeterOptions = {}): Promise<RunResult> {
  checkMemory(request.limits.memoryBytes, options);
  const answer = await ask({ act: "run", request }, { ...options, mostFuel: request.limits.fuel });
  if (answer.kind === "ran") return answer.result;
  throw unexpected(answer);
}

/** Runs a manifest, as a node does: its result document and all blobs come back too. @throws as `runProgram` does. */
export async function executeManifest(manifest: Manifest, blobs: Blobs, options: MeterOptions = {}): Promise<Executed> {
  checkMemory(manifest.limits.memoryBytes, options);
  const answer = await ask({ act: "execute", manifest, blobs }, { ...options, mostFuel: BigInt(manifest.limits.fuel) });
  if (answer.kind === "executed") return answer.executed;
  throw unexpected(answer);
}

/**
 * Checks that nodes would run `program`, without running it: imports, features, sizes, also with the meter in.
 *
 * @throws MeterFailedError named `ProgramRefusedError`, with `rule` and `offset`.
 */
export async function validateProgram(program: Uint8Array, options: MeterOptions = {}): Promise<ProgramReport> {
  const answer = await ask({ act: "validate", program, limits: DEFAULT_LIMITS }, { ...options, mostFuel: 0n });
  if (answer.kind === "validated") return answer.report;
  throw unexpected(answer);
}

function checkMemory(needed: number, { mostMemory = DEFAULT_MOST_MEMORY }: MeterOptions): void {
  if (needed > mostMemory) throw new MeterMemoryError({ needed, most: mostMemory });
}

function unexpected(answer: MeterAnswer): Error {
  return answer.kind === "failed"
    ? new MeterFailedError(answer)
    : new TypeError(`The meter answered with ${answer.kind}.`);
}

function spawnWorker(): MeterThread {
  return new Worker(new URL("./worker.ts", import.meta.url), { type: "module", name: "meter" }) as MeterThread;
}

async function ask(request: MeterRequest, options: MeterOptions & { mostFuel: bigint }): Promise<MeterAnswer> {
  const { signal, timeout = DEFAULT_TIMEOUT, spawn = spawnWorker } = options;
  signal?.throwIfAborted();
  const thread = spawn();
  const watch = watchProgress(options);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onAbort: (() => void) | undefined;
  try {
    return await new Promise<MeterAnswer>((resolve, reject) => {
      onAbort = () => reject(signal?.reason);
      signal?.addEventListener("abort", onAbort, { once: true });
      timer = setTimeout(() => reject(new MeterTimeoutError({ milliseconds: timeout })), timeout);
      thread.onmessage = ({ data }) => (isNews(data) ? watch.news(data) : resolve(data));
      thread.onerror = (event) => reject(brokenThread(event.message));
      thread.postMessage(request);
    });
  } finally {
    clearTimeout(timer);
    if (onAbort) signal?.removeEventListener("abort", onAbort);
    watch.end();
    thread.terminate();
  }
}

function brokenThread(message: string | undefined): MeterFailedError {
  const sentence = "The browser's thread for the program failed to start or ended early.";
  return new MeterFailedError({ kind: "failed", name: "HostFaultError", sentence, lines: message ? [message] : [] });
}

function isNews(message: MeterMessage): message is MeterNews {
  return ["speed", "started", "fuel", "output"].includes(message.kind);
}

function watchProgress({ onProgress, onOutput, clock = systemClock, mostFuel }: MeterOptions & { mostFuel: bigint }) {
  let startedAt: number | undefined;
  let known: { fuel: bigint; at: number } | undefined;
  let fuelPerMillisecond: number | undefined;
  const tell = (): void =>
    onProgress?.(progressOf({ startedAt, now: clock.now(), known, fuelPerMillisecond, most: mostFuel }));
  const ticker = onProgress && setInterval(tell, TICK);
  return {
    news(news: MeterNews): void {
      if (news.kind === "output") onOutput?.(news.stream, news.bytes);
      else if (news.kind === "speed") fuelPerMillisecond = news.fuelPerMillisecond;
      else if (news.kind === "started") startedAt = clock.now();
      else {
        known = { fuel: news.used, at: clock.now() };
        tell();
      }
    },
    end(): void {
      clearInterval(ticker);
    },
  };
}
