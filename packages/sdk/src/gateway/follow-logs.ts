import { type LogStream, logChunkSchema, type PhaseEvent, phaseEventSchema } from "@computehive/protocol/api/execution";
import { logEndSchema, logTruncatedSchema } from "@computehive/protocol/api/log-stream";
import { routes } from "@computehive/protocol/api/routes";
import { type EventSourceMessage, EventSourceParserStream } from "eventsource-parser/stream";
import type { Hex } from "viem";
import { backoff, DEFAULT_RETRY, type RetryPolicy, wait } from "../retry.ts";
import { GatewayRefusedError, GatewayUnreachableError, isTransientGatewayError } from "./gateway-errors.ts";
import type { Http } from "./http.ts";

export type LogEvent =
  | { readonly kind: "output"; readonly offset: number; readonly stream: LogStream; readonly bytes: Uint8Array }
  | { readonly kind: "phase"; readonly phase: PhaseEvent }
  /** The node wrote more than the gateway keeps: so many bytes. */
  | { readonly kind: "truncated"; readonly length: number };

export interface FollowLogsOptions {
  /** Byte to start from; 0 for the whole log. */
  readonly offset?: number;
  readonly signal?: AbortSignal | undefined;
  /** A silent connection is given up and made anew after so long, milliseconds. Gateways send a sign of life more often. */
  readonly idleTimeout?: number;
  /** Tries without any answer, one after the other, before it gives up. */
  readonly retry?: RetryPolicy;
}

interface Position {
  offset: number;
  readonly phases: Set<string>;
  /** Events so far: a connection that told something was a good one. */
  heard: number;
  toldTruncation: boolean;
  ended: boolean;
}

/** A stream may last as long as its job; only silence ends it. */
const LONGEST_STREAM = 24 * 3_600_000;
const DEFAULT_IDLE_TIMEOUT = 60_000;

/**
 * Live output and phases of an execution until it is over. Reconnects where the connection breaks, and neither loses nor
 * repeats a byte.
 */
export async function* followLogs(
  http: Http,
  executionId: Hex,
  options: FollowLogsOptions = {},
): AsyncGenerator<LogEvent> {
  const { signal, retry: policy = DEFAULT_RETRY } = options;
  const position: Position = {
    offset: options.offset ?? 0,
    phases: new Set(),
    heard: 0,
    toldTruncation: false,
    ended: false,
  };
  for (let failures = 0; !position.ended; ) {
    signal?.throwIfAborted();
    const { heard } = position;
    try {
      yield* connection(http, executionId, position, options);
      failures = 0;
    } catch (error) {
      signal?.throwIfAborted();
      failures = position.heard > heard ? 1 : failures + 1;
      if (failures >= attemptsFor(error, policy)) throw error;
    }
    if (!position.ended) await wait(backoff(policy, Math.max(1, failures)), signal);
  }
}

/** An execution is unknown until its node's first word reaches the gateway, which may take longer than a gateway is gone. */
const PATIENCE_WITH_UNKNOWN = 4;

function attemptsFor(error: unknown, { attempts }: RetryPolicy): number {
  if (error instanceof GatewayRefusedError && error.status === 404) return attempts * PATIENCE_WITH_UNKNOWN;
  return isTransientGatewayError(error) ? attempts : 0;
}

async function* connection(
  http: Http,
  executionId: Hex,
  position: Position,
  options: FollowLogsOptions,
): AsyncGenerator<LogEvent> {
  const { signal, idleTimeout = DEFAULT_IDLE_TIMEOUT } = options;
  const idle = new AbortController();
  const both = signal ? AbortSignal.any([signal, idle.signal]) : idle.signal;
  const path = `${routes.logs(executionId)}?offset=${position.offset}`;
  let timer = setTimeout(() => idle.abort(), idleTimeout);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => idle.abort(), idleTimeout);
  };
  try {
    const response = await http.send({
      method: "GET",
      path,
      headers: { accept: "text/event-stream" },
      signal: both,
      timeout: LONGEST_STREAM,
    });
    if (!response.body) return;
    const seen = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        alive();
        controller.enqueue(chunk);
      },
    });
    const messages = response.body
      .pipeThrough(seen)
      .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)
      .pipeThrough(new EventSourceParserStream());
    for await (const message of readerOf(messages)) {
      const event = eventOf(message, position);
      position.heard++;
      if (event) yield event;
      if (position.ended) return;
    }
  } catch (cause) {
    signal?.throwIfAborted();
    if (cause instanceof GatewayRefusedError || cause instanceof GatewayUnreachableError) throw cause;
    throw new GatewayUnreachableError({ url: path, cause });
  } finally {
    clearTimeout(timer);
  }
}

async function* readerOf<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function eventOf({ event, data }: EventSourceMessage, position: Position): LogEvent | undefined {
  switch (event) {
    case "log":
      return outputOf(data, position);
    case "phase":
      return phaseOf(data, position);
    case "truncated":
      return truncationOf(data, position);
    case "end":
      // A gateway that stops is asked again later.
      position.ended = logEndSchema.parse(JSON.parse(data)).reason === "final";
      return undefined;
    default:
      return undefined;
  }
}

function outputOf(data: string, position: Position): LogEvent | undefined {
  const { offset, stream, text } = logChunkSchema.parse(JSON.parse(data));
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  const end = offset + bytes.length;
  if (end <= position.offset) return undefined;
  // A chunk may begin before the place where the last connection broke.
  const fresh = bytes.subarray(Math.max(0, position.offset - offset));
  position.offset = end;
  return { kind: "output", offset: end - fresh.length, stream, bytes: fresh };
}

function phaseOf(data: string, position: Position): LogEvent | undefined {
  const phase = phaseEventSchema.parse(JSON.parse(data));
  const key = JSON.stringify(phase);
  if (position.phases.has(key)) return undefined;
  position.phases.add(key);
  return { kind: "phase", phase };
}

function truncationOf(data: string, position: Position): LogEvent | undefined {
  if (position.toldTruncation) return undefined;
  position.toldTruncation = true;
  return { kind: "truncated", length: logTruncatedSchema.parse(JSON.parse(data)).length };
}
