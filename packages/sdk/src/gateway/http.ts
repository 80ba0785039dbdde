import { type Clock, systemClock } from "@computehive/protocol/clock";
import type { z } from "zod";
import { DEFAULT_RETRY, type RetryPolicy, retry, wait } from "../retry.ts";
import {
  GatewayAnswerError,
  GatewayRefusedError,
  GatewayUnreachableError,
  isTransientGatewayError,
  refusalOf,
} from "./gateway-errors.ts";

export interface HttpOptions {
  /** Without a slash at the end. */
  readonly url: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly retry?: RetryPolicy;
  /** For an answer's head, and for the body of a short answer; milliseconds. */
  readonly timeout?: number;
  readonly clock?: Clock;
  /** `include` where the browser's session cookie says who asks. */
  readonly credentials?: RequestCredentials;
}

export interface HttpRequest {
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: BodyInit | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Time for the whole request, milliseconds, where the usual one is too short. */
  readonly timeout?: number;
  /** Adds the header that proves who asks; asked anew for every try. */
  readonly authorization?: (() => Promise<string>) | undefined;
}

export interface Http {
  readonly clock: Clock;
  /** Sends once. @throws GatewayRefusedError, GatewayUnreachableError */
  send(request: HttpRequest): Promise<Response>;
  /** Sends a request that may be repeated until it is answered; reads a JSON answer. */
  json<T>(request: HttpRequest, schema: z.ZodType<T, unknown>): Promise<T>;
  /** The same, sent once: for what a second time would do again. */
  jsonOnce<T>(request: HttpRequest, schema: z.ZodType<T, unknown>): Promise<T>;
  /** Tries `action` by the client's policy while its failure is transient. */
  repeat<T>(action: () => Promise<T>, signal?: AbortSignal): Promise<T>;
}

const DEFAULT_TIMEOUT = 30_000;

export function createHttp({
  url,
  fetch = globalThis.fetch,
  retry: policy = DEFAULT_RETRY,
  timeout = DEFAULT_TIMEOUT,
  clock = systemClock,
  credentials,
}: HttpOptions): Http {
  const base = url.replace(/\/+$/, "");

  const send = async (request: HttpRequest): Promise<Response> => {
    const target = base + request.path;
    const headers = {
      ...request.headers,
      ...(request.authorization && { authorization: await request.authorization() }),
    };
    const limit = AbortSignal.timeout(request.timeout ?? timeout);
    const signal = request.signal ? AbortSignal.any([request.signal, limit]) : limit;
    const response = await fetch(target, {
      method: request.method,
      headers,
      body: request.body ?? null,
      signal,
      ...(credentials && { credentials }),
    }).catch((cause: unknown) => {
      // The caller's own wish to stop is not the gateway's fault.
      request.signal?.throwIfAborted();
      throw new GatewayUnreachableError({ url: target, cause });
    });
    if (!response.ok) throw await refusalOf(response);
    return response;
  };

  const repeat = <T>(action: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    let asked = 0;
    return retry(
      async () => {
        try {
          return await action();
        } catch (error) {
          asked = error instanceof GatewayRefusedError ? (error.retryAfter ?? 0) : 0;
          throw error;
        }
      },
      {
        policy,
        signal,
        isTransient: isTransientGatewayError,
        delay: (own, aborted) => wait(Math.max(own, asked), aborted),
      },
    );
  };

  const jsonOnce: Http["jsonOnce"] = async (request, schema) =>
    readJson(base + request.path, await send(request), schema, request.signal);

  return {
    clock,
    send,
    repeat,
    jsonOnce,
    json: (request, schema) => repeat(() => jsonOnce(request, schema), request.signal),
  };
}

async function readJson<T>(
  url: string,
  response: Response,
  schema: z.ZodType<T, unknown>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const text = await response.text().catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new GatewayUnreachableError({ url, cause });
  });
  const parsed = schema.safeParse(parse(url, text));
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  throw new GatewayAnswerError({ url, reason });
}

function parse(url: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new GatewayAnswerError({ url, reason: "it is not JSON", cause });
  }
}
