import type { PhaseEvent } from "@computehive/protocol/api/execution";
import type { FollowLogsOptions, LogEvent } from "@computehive/sdk/gateway/follow-logs";
import { GatewayRefusedError } from "@computehive/sdk/gateway/gateway-errors";
import { backoff, type RetryPolicy, wait } from "@computehive/sdk/retry";
import type { Hex } from "viem";
import { createLineCutter, type LogLine } from "./log-lines.ts";

/**
 * `waiting`: the gateway has not heard of the execution yet. `lost`: the connection broke and is being made anew.
 * `ended`: the node said all it has to say.
 */
export type FeedStatus = "connecting" | "waiting" | "live" | "lost" | "ended";

export interface FeedState {
  readonly status: FeedStatus;
  readonly phases: readonly PhaseEvent[];
  readonly lines: readonly LogLine[];
  /** Lines too many for the screen. */
  readonly dropped: number;
  /** Bytes of the whole log so far. */
  readonly size: number;
  /** The gateway keeps no more than `size`, and the node wrote more. */
  readonly isTruncated: boolean;
}

/** What one execution says while it runs, for `useSyncExternalStore`. */
export interface ExecutionFeed {
  state(): FeedState;
  subscribe(onChange: () => void): () => void;
  /** Everything written so far, both streams in the order of arrival. */
  bytes(): Uint8Array;
}

export interface FeedPorts {
  readonly follow: (executionId: Hex, options: FollowLogsOptions) => AsyncIterable<LogEvent>;
  readonly signal: AbortSignal;
  /** Runs soon and once for many changes: the screen draws at most so often. */
  readonly schedule: (action: () => void) => void;
  readonly delay?: typeof wait;
}

export const EMPTY_FEED: FeedState = {
  status: "connecting",
  phases: [],
  lines: [],
  dropped: 0,
  size: 0,
  isTruncated: false,
};

const PATIENCE: RetryPolicy = { attempts: Number.POSITIVE_INFINITY, baseDelay: 500, maxDelay: 10_000 };
/** The connection's own repetitions are left out: a break shows at once, and is mended here. */
const ONCE: RetryPolicy = { attempts: 1, baseDelay: 1, maxDelay: 1 };

/** Follows an execution until its end or the signal; a connection that breaks goes on where it was, without a gap. */
export function createExecutionFeed(executionId: Hex, ports: FeedPorts): ExecutionFeed {
  const { signal, schedule, delay = wait } = ports;
  const listeners = new Set<() => void>();
  const chunks: Uint8Array[] = [];
  const cutter = createLineCutter();
  let phases: readonly PhaseEvent[] = [];
  let status: FeedStatus = "connecting";
  let size = 0;
  let isTruncated = false;
  let shown = EMPTY_FEED;
  let isScheduled = false;

  const changed = (): void => {
    if (isScheduled) return;
    isScheduled = true;
    schedule(() => {
      isScheduled = false;
      shown = { status, phases, lines: cutter.lines(), dropped: cutter.dropped(), size, isTruncated };
      for (const listener of listeners) listener();
    });
  };

  const take = (event: LogEvent): void => {
    status = "live";
    if (event.kind === "phase") phases = withPhase(phases, event.phase);
    else if (event.kind === "truncated") isTruncated = true;
    else {
      chunks.push(event.bytes);
      size = event.offset + event.bytes.length;
      cutter.push(event.stream, event.bytes);
    }
    changed();
  };

  let failures = 0;
  /** One connection. Answers whether the node has said all. */
  const connect = async (): Promise<boolean> => {
    try {
      for await (const event of ports.follow(executionId, { offset: size, signal, retry: ONCE })) {
        failures = 0;
        take(event);
      }
      status = "ended";
    } catch (error) {
      if (signal.aborted) return true;
      failures++;
      status = isUnknown(error) ? "waiting" : "lost";
    }
    changed();
    return status === "ended";
  };

  const run = async (): Promise<void> => {
    while (!(signal.aborted || (await connect()))) {
      await delay(backoff(PATIENCE, Math.min(failures, 8)), signal).catch(() => undefined);
    }
  };
  void run();

  return {
    state: () => shown,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    bytes() {
      const all = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
      let offset = 0;
      for (const chunk of chunks) {
        all.set(chunk, offset);
        offset += chunk.length;
      }
      return all;
    },
  };
}

/** Every connection begins with all phases: each is taken once. */
function withPhase(phases: readonly PhaseEvent[], phase: PhaseEvent): readonly PhaseEvent[] {
  const isKnown = phases.some((one) => one.phase === phase.phase && one.at === phase.at && one.detail === phase.detail);
  return isKnown ? phases : [...phases, phase];
}

function isUnknown(error: unknown): boolean {
  return error instanceof GatewayRefusedError && error.status === 404;
}
