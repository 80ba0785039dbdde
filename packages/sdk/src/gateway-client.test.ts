import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { ACCESS_SCHEME, verifyAccessToken } from "@computehive/protocol/access";
import { CidMismatchError, cidOf } from "@computehive/protocol/cid";
import { privateKeyToAccount } from "viem/accounts";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { BlobTooLargeError } from "./gateway/blobs.ts";
import type { LogEvent } from "./gateway/follow-logs.ts";
import { GatewayAnswerError, GatewayRefusedError, GatewayUnreachableError } from "./gateway/gateway-errors.ts";
import { createGatewayClient, GatewaySignerMissingError } from "./gateway-client.ts";

const account = privateKeyToAccount(`0x${"05".repeat(32)}`);
const executionId = `0x${"ab".repeat(32)}` as const;
const bytes = (text: string) => new TextEncoder().encode(text);
const quick = { attempts: 4, baseDelay: 1, maxDelay: 2 };

type Handler = (request: IncomingMessage, body: string, response: ServerResponse) => void;
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

describe("the gateway client", () => {
  it("stores bytes with access that names account and gateway, and uses one token for many calls", async () => {
    const tokens = new Set<string>();
    const { client, seen } = await setup({
      "PUT /v1/blobs/*": (request, body, response) => {
        tokens.add(request.headers.authorization ?? "");
        send(response, 200, { cid: cidOf(bytes(body)), size: body.length, expiresAt: 9 });
      },
    });
    expect(await client.putBlob(bytes("one"))).toEqual({ cid: cidOf(bytes("one")), size: 3, expiresAt: 9 });
    await client.putBlob(bytes("two"));
    expect(tokens.size).toBe(1);
    const token = [...tokens][0]!.replace(`${ACCESS_SCHEME} `, "");
    const now = Math.floor(Date.now() / 1000);
    expect(
      await verifyAccessToken(token, { audience: "https://gateway.test", chainId: 31337, now, maxLifetime: 600 }),
    ).toBe(account.address);
    expect(seen.filter((line) => line === "GET /v1/info").length).toBe(1);
  });

  it("signs anew, once, where the gateway no longer takes the token", async () => {
    const tokens: string[] = [];
    const { client } = await setup({
      "DELETE /v1/blobs/*": (request, _body, response) => {
        tokens.push(request.headers.authorization ?? "");
        if (tokens.length === 1) send(response, 401, refusal("unauthorized"));
        else send(response, 204);
      },
    });
    await client.deleteBlob("x");
    expect(tokens.length).toBe(2);
  });

  it("repeats what fails for a while, and tells what fails for good", async () => {
    let down = 2;
    const { client, seen } = await setup({
      "GET /v1/nodes": (_request, _body, response) =>
        down-- > 0 ? send(response, 503, "<html>busy</html>") : send(response, 200, { nodes: [] }),
      "POST /v1/manifests": (_request, _body, response) =>
        send(response, 422, refusal("invalid", { field: "limits.fuel", rule: "at most 5", hint: "Ask for less." })),
    });
    expect(await client.nodes()).toEqual({ nodes: [] });
    const failure = await client.putManifest({} as never).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(GatewayRefusedError);
    expect(failure).toMatchObject({
      status: 422,
      code: "invalid",
      metaMessages: ["Field: limits.fuel", "Rule:  at most 5", "Hint:  Ask for less."],
    });
    expect(seen.filter((line) => line === "POST /v1/manifests").length).toBe(1);
  });

  it("gives up on a gateway that is gone", async () => {
    const { client, stop } = await setup({});
    stop();
    await expect(client.info()).rejects.toThrow(GatewayUnreachableError);
  });

  it("does not wait for a gateway that says nothing", async () => {
    const { client } = await setup(
      { "GET /v1/nodes": () => {} },
      { timeout: 20, retry: { attempts: 2, baseDelay: 1, maxDelay: 1 } },
    );
    await expect(client.nodes()).rejects.toThrow(GatewayUnreachableError);
  });

  it("refuses an answer of another form", async () => {
    const { client } = await setup({
      "GET /v1/nodes": (_request, _body, response) => send(response, 200, { nodes: 5 }),
    });
    await expect(client.nodes()).rejects.toThrow(GatewayAnswerError);
  });

  it("takes no bytes but those of the CID, and not too many", async () => {
    const { client } = await setup({ "GET /v1/blobs/*": (_request, _body, response) => response.end("content") });
    const progress: number[] = [];
    const cid = cidOf(bytes("content"));
    expect(await client.getBlob(cid, { maxBytes: 7, onProgress: (done) => progress.push(done) })).toEqual(
      bytes("content"),
    );
    expect(progress.at(-1)).toBe(7);
    await expect(client.getBlob(cidOf(bytes("other")), { maxBytes: 7 })).rejects.toThrow(CidMismatchError);
    await expect(client.getBlob(cid, { maxBytes: 6 })).rejects.toThrow(BlobTooLargeError);
  });

  it("downloads again where the connection broke in the middle", async () => {
    let broken = 1;
    const { client } = await setup({
      "GET /v1/blobs/*": (_request, _body, response) => {
        response.writeHead(200, { "content-length": "7" });
        if (broken-- > 0) response.write("con", () => response.destroy());
        else response.end("content");
      },
    });
    expect(await client.getBlob(cidOf(bytes("content")), { maxBytes: 7 })).toEqual(bytes("content"));
  });

  it("needs a signer to write, and stops when told to", async () => {
    const { url } = await setup({});
    await expect(createGatewayClient({ url }).putBlob(bytes("x"))).rejects.toThrow(GatewaySignerMissingError);
    await expect(createGatewayClient({ url }).nodes({ signal: AbortSignal.abort(new Error("stop")) })).rejects.toThrow(
      "stop",
    );
  });

  it("tells how large a blob is, or that it is not there", async () => {
    const { client } = await setup({
      "HEAD /v1/blobs/*": (request, _body, response) => {
        response.writeHead(request.url?.endsWith("here") ? 200 : 404, { "content-length": "42" });
        response.end();
      },
    });
    expect(await client.sizeOfBlob("here")).toBe(42);
    expect(await client.sizeOfBlob("gone")).toBeUndefined();
  });
});

describe("followLogs", () => {
  it("goes on from where the connection broke, without loss or repetition", async () => {
    const asked: string[] = [];
    const { client } = await setup({
      "GET /v1/executions/*": (request, _body, response) => {
        asked.push(request.url ?? "");
        response.writeHead(200, { "content-type": "text/event-stream" });
        const phase = `event: phase\ndata: ${JSON.stringify({ phase: "running", at: 1 })}\n\n`;
        if (asked.length === 1) {
          // Breaks in the middle of an event.
          response.write(`${phase}${log(0, "hello ")}event: log\nid: 9\ndata: {"off`, () => response.destroy());
        } else if (asked.length === 2) {
          // Begins before the place where the last one broke, then stops in order.
          response.end(`: keep-alive\n\n${phase}${log(3, "lo world")}event: end\ndata: {"reason":"stopping"}\n\n`);
        } else {
          response.end(
            `${phase}${log(11, "!")}event: truncated\ndata: {"length":12}\n\nevent: unknown\ndata: x\n\nevent: end\ndata: {"reason":"final"}\n\n`,
          );
        }
      },
    });
    const events: LogEvent[] = [];
    for await (const event of client.followLogs(executionId, { retry: quick })) events.push(event);
    expect(textOf(events)).toBe("hello world!");
    expect(events.filter(({ kind }) => kind !== "output")).toEqual([
      { kind: "phase", phase: { phase: "running", at: 1 } },
      { kind: "truncated", length: 12 },
    ]);
    expect(asked.map((url) => url.split("offset=")[1])).toEqual(["0", "6", "11"]);
  });

  it("waits for an execution that the gateway does not know yet, but not for ever", async () => {
    const { client, seen } = await setup({
      "GET /v1/executions/*": (_request, _body, response) => send(response, 404, refusal("not-found")),
    });
    await expect(collect(client.followLogs(executionId, { retry: quick }))).rejects.toThrow(GatewayRefusedError);
    expect(seen.length).toBe(16);
  });

  it("gives up a connection that is silent for too long, and only then", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const connections: ReadableStreamDefaultController<Uint8Array>[] = [];
    const fetch = async (_url: unknown, { signal }: RequestInit = {}) =>
      new Response(
        new ReadableStream<Uint8Array>({
          start(controller) {
            connections.push(controller);
            signal?.addEventListener("abort", () => controller.error(signal.reason));
          },
        }),
      );
    const client = createGatewayClient({ url: "http://gateway.test", signer: account, fetch });
    const events = collect(client.followLogs(executionId, { retry: quick, idleTimeout: 20_000 }));
    await vi.advanceTimersByTimeAsync(19_999);
    expect(connections.length).toBe(1);
    connections[0]!.enqueue(bytes(": a sign of life\n\n"));
    await vi.advanceTimersByTimeAsync(19_999);
    expect(connections.length).toBe(1);
    await vi.advanceTimersByTimeAsync(1 + quick.maxDelay);
    expect(connections.length).toBe(2);
    connections[1]!.enqueue(bytes(`event: end\ndata: {"reason":"final"}\n\n`));
    expect(await events).toEqual([]);
    expect(connections.length).toBe(2);
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    const { client } = await setup({
      "GET /v1/executions/*": (_request, _body, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(log(0, "x"));
      },
    });
    const events = client.followLogs(executionId, { signal: stop.signal });
    await events.next();
    stop.abort(new Error("enough"));
    await expect(events.next()).rejects.toThrow("enough");
  });
});

async function setup(handlers: Record<string, Handler>, options: object = {}) {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on("end", () => {
      const line = `${request.method} ${request.url?.split("?")[0]}`;
      seen.push(line);
      const known = { "GET /v1/info": info, ...handlers };
      const [, handler] =
        Object.entries(known).find(
          ([pattern]) => line === pattern || (pattern.endsWith("*") && line.startsWith(pattern.slice(0, -1))),
        ) ?? [];
      if (handler) handler(request, body, response);
      else send(response, 404, refusal("not-found"));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  stops.push(stop);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, seen, stop, client: createGatewayClient({ url, signer: account, retry: quick, ...options }) };
}

const info: Handler = (_request, _body, response) => {
  const address = `0x${"11".repeat(20)}`;
  const contracts = {
    escrow: address,
    staking: address,
    market: address,
    offers: address,
    receipts: address,
    receiptToken: address,
    attestations: address,
    attesterPolicies: address,
    arbiter: address,
    replicaMarket: address,
    replicaArbiter: address,
    token: address,
  };
  const limits = { blobBytes: 1, quotaBytes: 1, retentionSeconds: 1, accessSeconds: 600 };
  send(response, 200, {
    name: "test",
    version: "1",
    chainId: 31337,
    audience: "https://gateway.test",
    contracts,
    limits,
  });
};

function send(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(typeof body === "string" ? body : body === undefined ? undefined : JSON.stringify(body));
}

function refusal(code: string, more: object = {}) {
  return { error: { code, message: "No.", ...more } };
}

function log(offset: number, text: string): string {
  const chunk = { offset, stream: "stdout", text: Buffer.from(text).toString("base64") };
  return `event: log\nid: ${offset + text.length}\ndata: ${JSON.stringify(chunk)}\n\n`;
}

async function collect(events: AsyncGenerator<LogEvent>): Promise<LogEvent[]> {
  const all: LogEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

function textOf(events: readonly LogEvent[]): string {
  return events.map((event) => (event.kind === "output" ? new TextDecoder().decode(event.bytes) : "")).join("");
}
