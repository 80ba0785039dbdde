import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ErrorBody } from "@computehive/protocol/api/error-body";
import { type IndexerStatus, indexerStatusSchema } from "@computehive/protocol/indexer-api/status";
import { healthOf, type Situation, statusWithoutPonder } from "./situation.ts";

const STATUS_MS = 3_000;
/** Also in `src/api/live/route.ts`, which reads it. */
const CLIENT_HEADER = "x-indexer-client";
const CORS = { "access-control-allow-origin": "*" };
const PREFLIGHT = {
  ...CORS,
  "access-control-allow-methods": "GET, HEAD, POST, OPTIONS",
  "access-control-allow-headers": "content-type, last-event-id",
  "access-control-max-age": "86400",
};

export interface FrontDoor {
  readonly url: string;
  /** Ends every connection and listens no more. */
  close(): Promise<void>;
}

export interface FrontDoorOptions {
  readonly host: string;
  readonly port: number;
  readonly situation: Situation;
  readonly behindSeconds: number;
}

/**
 * The address that the world knows. It stays while Ponder, behind it on a port of its own, is started again: Ponder takes
 * another port without a word where its own is taken, and its health page is always well.
 */
export async function openFrontDoor({ host, port, situation, behindSeconds }: FrontDoorOptions): Promise<FrontDoor> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer((req, res) => {
    const path = (req.url ?? "/").split("?", 1)[0] ?? "/";
    if (req.method === "OPTIONS") return void res.writeHead(204, PREFLIGHT).end();
    if (path === "/health") return void answerHealth(res, situation, behindSeconds);
    if (!path.startsWith("/v1/") && path !== "/graphql" && path !== "/metrics") return refuse(res, NO_ROUTE);
    if (situation.port === undefined) return answerAlone(path, res, situation);
    passOn(req, res, { agent, port: situation.port, path, situation });
  });
  await listen(server, host, port);
  const { port: got } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${got}`,
    async close() {
      agent.destroy();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answerHealth(res: ServerResponse, situation: Situation, behindSeconds: number): Promise<void> {
  const health = healthOf(await askStatus(situation.port), { reason: situation.reason, behindSeconds });
  json(res, health.status === "failing" ? 503 : 200, health);
}

async function askStatus(port: number | undefined): Promise<IndexerStatus | undefined> {
  if (port === undefined) return undefined;
  try {
    const response = await fetch(`http://127.0.0.1:${port}/v1/status`, { signal: AbortSignal.timeout(STATUS_MS) });
    return indexerStatusSchema.parse(await response.json());
  } catch {
    return undefined;
  }
}

function answerAlone(path: string, res: ServerResponse, situation: Situation): void {
  if (path === "/v1/status") {
    json(res, 200, statusWithoutPonder(situation));
  } else if (path === "/v1/live") {
    // A browser gives up for good on anything but a stream; an empty one brings it back.
    const headers = { ...CORS, "content-type": "text/event-stream", "cache-control": "no-cache, no-transform" };
    res.writeHead(200, headers).end("retry: 2000\n\n");
  } else {
    res.setHeader("retry-after", "2");
    refuse(res, { code: "unavailable", message: situation.reason });
  }
}

interface Passing {
  readonly agent: Agent;
  readonly port: number;
  readonly path: string;
  readonly situation: Situation;
}

function passOn(req: IncomingMessage, res: ServerResponse, passing: Passing): void {
  const { agent, port, path, situation } = passing;
  const headers = { ...req.headers, [CLIENT_HEADER]: req.socket.remoteAddress ?? "" };
  const { method, url } = req;
  // A body is read once: such a request gets a connection of its own.
  const isBodiless = method === "GET" || method === "HEAD";
  const options = { host: "127.0.0.1", port, method, path: url, headers, agent: isBodiless ? agent : false };
  const upstream = request(options, (answer) => {
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(res);
    answer.once("error", () => res.destroy());
    // The stream of a Ponder that ended: a cut connection is what makes a browser come back.
    answer.once("close", () => answer.complete || res.destroy());
  });
  upstream.once("error", () => {
    if (res.headersSent) res.destroy();
    // Ponder closed a kept connection in the moment in which it was used again.
    else if (upstream.reusedSocket && !res.destroyed) passOn(req, res, passing);
    else answerAlone(path, res, situation);
  });
  res.once("close", () => upstream.destroy());
  if (isBodiless) upstream.end();
  else req.pipe(upstream);
}

const NO_ROUTE = { code: "not-found", message: "The indexer has no such route." } as const;

function refuse(res: ServerResponse, error: ErrorBody["error"]): void {
  const body: ErrorBody = { error };
  json(res, error.code === "not-found" ? 404 : 503, body);
}

function json(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { ...CORS, "content-type": "application/json; charset=utf-8", "cache-control": "no-store" });
  res.end(JSON.stringify(body));
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
}
