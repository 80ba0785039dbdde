import type { z } from "zod";
import type { Http, HttpRequest } from "./http.ts";

export interface Stoppable {
  readonly signal?: AbortSignal | undefined;
}

/** Members that are undefined are left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;
type Change = "POST" | "PUT" | "PATCH";

/** Requests of an account: who asks is said by a header or by the browser's cookie. */
export interface AccountRequests {
  get<T>(path: string, schema: z.ZodType<T, unknown>, options?: Stoppable & { query?: Query }): Promise<T>;
  /** May be repeated: a second time changes nothing more. */
  send<T>(method: Change, path: string, body: unknown, schema: z.ZodType<T, unknown>, options?: Stoppable): Promise<T>;
  /** Never repeated by itself. */
  sendOnce<T>(
    method: Change,
    path: string,
    body: unknown,
    schema: z.ZodType<T, unknown>,
    options?: Stoppable,
  ): Promise<T>;
  remove(path: string, options?: Stoppable): Promise<void>;
}

export function createAccountRequests(
  http: Http,
  { authorization }: { authorization: (() => Promise<string>) | undefined },
): AccountRequests {
  const change = (method: Change, path: string, body: unknown, signal: AbortSignal | undefined): HttpRequest => ({
    method,
    path,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
    authorization,
  });

  return {
    get: (path, schema, { signal, query = {} } = {}) =>
      http.json({ method: "GET", path: path + queryText(query), signal, authorization }, schema),
    send: (method, path, body, schema, { signal } = {}) => http.json(change(method, path, body, signal), schema),
    sendOnce: (method, path, body, schema, { signal } = {}) =>
      http.jsonOnce(change(method, path, body, signal), schema),
    async remove(path, { signal } = {}) {
      const response = await http.repeat(() => http.send({ method: "DELETE", path, signal, authorization }), signal);
      await response.body?.cancel();
    },
  };
}

export function queryText(query: Query): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  if (given.length === 0) return "";
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
