import type { LogChunk, PhaseEvent } from "@computehive/protocol/api/execution";
import { isFinalPhase } from "@computehive/protocol/phases";
import type { ExecutionHub } from "./execution-hub.ts";
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
  /** `final`: the execution is over and everything was told. `stopping`: the gateway stops; go on from here later. */
  | { readonly kind: "end"; readonly reason: "final" | "stopping" };

export interface FollowPorts {
  readonly rows: ExecutionRows;
  readonly hub: ExecutionHub;
  readonly idleMs: number;
}

/** All phases, the log from byte `offset` on, and both as they grow, until the execution is over or `signal` aborts. */
export async function* followLog(
  writer: Writer,
  { offset, signal }: { offset: number; signal: AbortSignal },
  ports: FollowPorts,
): AsyncGenerator<LogEvent> {
  const { rows, hub, idleMs } = ports;
  let next = offset;
  let toldPhases = 0;
  let toldTruncation = false;

  while (!signal.aborted) {
    // Listening begins before reading, and the phases are read before the log: nothing that is written in between is missed.
    const { woken, cancel } = hub.wait(writer.executionId);
    try {
      const phases = await rows.phasesOf(writer);
      for (const phase of phases.slice(toldPhases)) yield { kind: "phase", phase };
      toldPhases = phases.length;
      const isFinal = phases.some(({ phase }) => isFinalPhase(phase));
      const { pieces, length, truncated } = await rows.readLog(writer, { offset: next, maxBytes: SLICE_BYTES });
      for (const piece of pieces) {
        next = piece.offset + piece.bytes.length;
        yield { kind: "log", chunk: toChunk(piece), nextOffset: next };
      }
      if (next < length) continue;
      if (truncated && !toldTruncation) {
        toldTruncation = true;
        yield { kind: "truncated", length };
      }
      if (isFinal || hub.isStopped) {
        yield { kind: "end", reason: isFinal ? "final" : "stopping" };
        return;
      }
      if ((await firstOf(woken, idleMs, signal)) === "idle") yield { kind: "idle" };
    } finally {
      cancel();
    }
  }
}

export function toChunk({ offset, stream, bytes }: LogPiece): LogChunk {
  return { offset, stream, text: Buffer.from(bytes).toString("base64") };
}

async function firstOf(woken: Promise<void>, idleMs: number, signal: AbortSignal): Promise<"woken" | "idle"> {
  return new Promise((resolve) => {
    const finish = (how: "woken" | "idle") => {
      clearTimeout(timer);
      signal.removeEventListener("abort", wake);
      resolve(how);
    };
    const wake = () => finish("woken");
    const timer = setTimeout(() => finish("idle"), idleMs);
    signal.addEventListener("abort", wake, { once: true });
    void woken.then(wake);
  });
}
