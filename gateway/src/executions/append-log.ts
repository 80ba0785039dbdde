import { type LogChunk, MAX_LOG_CHUNK_BYTES } from "@computehive/protocol/api/execution";
import type { LogAppendResponse } from "@computehive/protocol/api/log-stream";
import { GatewayError } from "../gateway-error.ts";
import type { Hub } from "../hub.ts";
import type { Entry, ExecutionRows } from "./execution-rows.ts";

export interface LogPorts {
  readonly rows: ExecutionRows;
  readonly hub: Hub;
  /** Bytes kept of one execution's log. */
  readonly maxLogBytes: number;
}

/**
 * Appends a chunk durably. A chunk that is there already changes nothing.
 *
 * @throws LogGapError, LogDiffersError: both name the offset that is expected.
 */
export async function appendLog(
  entry: Entry,
  { offset, stream, text }: LogChunk,
  { rows, hub, maxLogBytes }: LogPorts,
): Promise<LogAppendResponse> {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length > MAX_LOG_CHUNK_BYTES) throw new LogChunkTooLargeError();
  const result = await rows.appendLog(entry, { offset, stream, bytes }, { maxBytes: maxLogBytes });
  if (result.kind === "gap") throw new LogGapError({ expected: result.length, given: offset });
  if (result.kind === "differs") throw new LogDiffersError({ expected: result.length });
  hub.notify(entry.claim.executionId);
  return { nextOffset: result.length, truncated: result.truncated };
}

/** Header that says where the log ends, for a node that lost count. */
export const EXPECTED_OFFSET_HEADER = "expected-offset";

export class LogGapError extends GatewayError {
  override readonly name = "LogGapError";
  constructor({ expected, given }: { expected: number; given: number }) {
    super(`The log has ${expected} bytes; a chunk at ${given} would leave a gap.`, {
      code: "conflict",
      field: "offset",
      rule: `at most ${expected}`,
      hint: "Send what is missing first.",
      headers: { [EXPECTED_OFFSET_HEADER]: String(expected) },
    });
  }
}

export class LogDiffersError extends GatewayError {
  override readonly name = "LogDiffersError";
  constructor({ expected }: { expected: number }) {
    super("The log already holds other bytes there.", {
      code: "conflict",
      field: "text",
      rule: "must repeat what was sent for these offsets",
      headers: { [EXPECTED_OFFSET_HEADER]: String(expected) },
    });
  }
}

export class LogChunkTooLargeError extends GatewayError {
  override readonly name = "LogChunkTooLargeError";
  constructor() {
    super("The chunk is too large.", {
      code: "too-large",
      field: "text",
      rule: `at most ${MAX_LOG_CHUNK_BYTES} bytes`,
    });
  }
}
