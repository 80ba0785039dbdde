import type { LogChunk, PhaseEvent } from "@computehive/protocol/api/execution";
import { isFinalPhase } from "@computehive/protocol/phases";
import { wakeOrWait } from "../http/server-events.ts";
import type { Hub } from "../hub.ts";
import type { ExecutionRows, LogPiece, Writer } from "./execution-rows.ts";

const SLICE_BYTES = 64 * 1024;

/** What happens to somebody who follows a log. */
export type LogEvent =
  | { readonly kind: "log"; readonly chunk: LogChunk; readonly nextOffset: number }
  | { readonly kind: "phase"; readonly phase: PhaseEvent }
  /** The node wrote more than the gateway keeps. */
  | { readonly kind: "truncated"; readonly length: number }
  /** Nothing new for a while. */
  | { readonly kind: "idle" }
  /** `final`: the execution is over and everything was told. `stopping`: the gateway stops; the follower goes on from here later. */
  | { readonly kind: "end"; readonly reason: "final" | "stopping" };

export interface FollowPorts {
  readonly rows: ExecutionRows;
  readonly hub: Hub;
  readonly idleMs: number;
}

/**
 * All phases so far and the log from byte `offset` on, and then both as they come, until the execution is over or `signal`
 * aborts.
 */
export async function* followLog(
  writer: Writer,
  { offset, signal }: { offset: number; signal: AbortSignal },
  { rows, hub, idleMs }: FollowPorts,
): AsyncGenerator<LogEvent> {
  const told: Told = { offset, phases: 0, truncation: false };

  while (!signal.aborted) {
    // Listening begins before reading: nothing that is written in between is missed.
    const { woken, cancel } = hub.wait(writer.executionId);
    try {
      const state = yield* tellNews(writer, told, rows);
      if (state === "more") continue;
      if (state === "final" || hub.isStopped) {
        yield { kind: "end", reason: state === "final" ? "final" : "stopping" };
        return;
      }
      if ((await wakeOrWait(woken, idleMs, signal)) === "idle") yield { kind: "idle" };
    } finally {
      cancel();
    }
  }
}

/** What one follower knows already. */
interface Told {
  offset: number;
  phases: number;
  truncation: boolean;
}

/** Tells the phases and a slice of the log. They are read in this order, so that a final phase means that the log is whole. */
async function* tellNews(
  writer: Writer,
  told: Told,
  rows: ExecutionRows,
): AsyncGenerator<LogEvent, "more" | "all" | "final"> {
  const phases = await rows.phasesOf(writer);
  const isFinal = phases.some(({ phase }) => isFinalPhase(phase));
  for (const phase of phases.slice(told.phases)) yield { kind: "phase", phase };
  told.phases = phases.length;

  const { pieces, length, truncated } = await rows.readLog(writer, { offset: told.offset, maxBytes: SLICE_BYTES });
  for (const piece of pieces) {
    told.offset = piece.offset + piece.bytes.length;
    yield { kind: "log", chunk: toChunk(piece), nextOffset: told.offset };
  }
  if (told.offset < length) return "more";

  if (truncated && !told.truncation) yield { kind: "truncated", length };
  told.truncation = truncated;
  return isFinal ? "final" : "all";
}

export function toChunk({ offset, stream, bytes }: LogPiece): LogChunk {
  return { offset, stream, text: Buffer.from(bytes).toString("base64") };
}
