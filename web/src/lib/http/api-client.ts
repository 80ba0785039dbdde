import { type ErrorBody, errorBodySchema } from "@computehive/protocol/api/error-body";
import { DEFAULT_RETRY, type RetryPolicy, retry, wait } from "@computehive/sdk/retry";
import type { z } from "zod";
import {
  ApiAnswerError,
  ApiRefusedError,
  ApiUnreachableError,
  isTransientApiError,
  type Service,
} from "./api-errors.ts";

export interface ApiRequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** For the whole answer, milliseconds. */
  readonly timeout?: number | undefined;
}

export interface ApiSendOptions extends ApiRequestOptions {
  readonly body?: unknown;
  /** Whether the same request may be sent again after a failure; PUT and DELETE always may. */
  readonly isRepeatable?: boolean;
}

/** One HTTP API of ours: JSON in, JSON out, every answer parsed by its schema. */
export interface ApiClient {
  readonly url: string;
  /** @throws ApiRefusedError, ApiUnreachableError, ApiAnswerError */
  get<T>(path: string, schema: z.ZodType<T, unknown>, options?: ApiRequestOptions): Promise<T>;
  /** Sends a change; without a schema the answer's body is thrown away. */
  send(method: SendMethod, path: string, options?: ApiSendOptions): Promise<void>;
  send<T>(method: SendMethod, path: string, options: ApiSendOptions, schema: z.ZodType<T, unknown>): Promise<T>;
}

export type SendMethod = "POST" | "PUT" | "PATCH" | "DELETE";

export interface CreateApiClientOptions {
  readonly service: Service;
  readonly url: string;
  /** Sends the session's cookie along. */
  readonly withSession?: boolean;
  readonly fetch?: typeof globalThis.fetch;
  readonly retry?: RetryPolicy;
}

const DEFAULT_TIMEOUT = 15_000;

export function createApiClient(options: CreateApiClientOptions): ApiClient {
  const { url, retry: policy = DEFAULT_RETRY } = options;

  const ask = async <T>(
    method: string,
    path: string,
    schema: z.ZodType<T, unknown> | undefined,
    { body, signal, timeout, isRepeatable }: ApiSendOptions,
  ): Promise<T> => {
    const once = () => askOnce(options, { method, path, body, signal, timeout }, schema);
    if (!isRepeatable) return once();
    return retry(once, { policy, signal, isTransient: isTransientApiError, delay: wait });
  };

  return {
    url,
    get: (path, schema, request = {}) => ask("GET", path, schema, { ...request, isRepeatable: true }),
    send: <T>(method: SendMethod, path: string, request: ApiSendOptions = {}, schema?: z.ZodType<T, unknown>) =>
      ask(method, path, schema, { isRepeatable: method === "PUT" || method === "DELETE", ...request }) as Promise<T>,
  };
}

interface OneRequest extends ApiRequestOptions {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

async function askOnce<T>(
  { service, url, withSession, fetch = globalThis.fetch }: CreateApiClientOptions,
  { method, path, body, signal, timeout = DEFAULT_TIMEOUT }: OneRequest,
  schema: z.ZodType<T, unknown> | undefined,
): Promise<T> {
  const target = url + path;
  const limit = AbortSignal.timeout(timeout);
  const unreachable = (cause: unknown) => {
    // The caller's own wish to stop is nobody's fault.
    signal?.throwIfAborted();
    throw new ApiUnreachableError({ service, url: target, cause });
  };
  const response = await fetch(target, {
    method,
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
    credentials: withSession ? "include" : "omit",
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  }).catch(unreachable);
  const text = await response.text().catch(unreachable);
  if (!response.ok) throw refusal(service, response, text);
  return schema ? parseAnswer({ service, url: target, text, schema }) : (undefined as T);
}

function refusal(service: Service, { status }: Response, text: string): ApiRefusedError {
  const parsed = errorBodySchema.safeParse(parseJson(text));
  const error: ErrorBody["error"] | undefined = parsed.success ? parsed.data.error : undefined;
  return new ApiRefusedError({ service, status, error });
}

function parseAnswer<T>(answer: { service: Service; url: string; text: string; schema: z.ZodType<T, unknown> }): T {
  const parsed = answer.schema.safeParse(parseJson(answer.text));
  if (parsed.success) return parsed.data;
  const reason = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  throw new ApiAnswerError({ service: answer.service, url: answer.url, reason });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
