import { rename, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Deployment } from "@computehive/protocol/contracts";
import { getRequestListener } from "@hono/node-server";
import type { GatewayConfig } from "./config.ts";
import { createGateway, type Gateway, type GatewayPorts } from "./gateway.ts";

export interface ServerPorts extends GatewayPorts {
  readonly deployment: Deployment;
}

export interface RunningGateway {
  /** Where it listens. */
  readonly url: string;
  readonly gateway: Gateway;
  /**
   * Takes no new connections, ends streams with an event, lets requests under way end for at most GATEWAY_STOP_SECONDS, and
   * closes the store.
   */
  stop(): Promise<void>;
}

/** Listens first, because the port is part of the audience unless a public URL is set; answers once the gateway is ready. */
export async function serveGateway(config: GatewayConfig, ports: ServerPorts): Promise<RunningGateway> {
  let answer: ReturnType<typeof getRequestListener> | undefined;
  const server = createServer((request, response) => {
    if (answer) void answer(request, response);
    else response.writeHead(503, { "retry-after": "1" }).end();
  });
  bound(server, config);
  const url = await listen(server, config);

  const { deployment, ...rest } = ports;
  const gateway = await createGateway(config, { deployment, audience: config.GATEWAY_PUBLIC_URL ?? url }, rest);
  answer = getRequestListener(gateway.app.fetch, { overrideGlobalObjects: false });
  if (config.GATEWAY_LISTENING_FILE)
    await writeWhole(config.GATEWAY_LISTENING_FILE, `${JSON.stringify({ url, pid: process.pid })}\n`);

  let stopping: Promise<void> | undefined;
  const stop = async () => {
    gateway.stopStreams();
    await closeServer(server, { graceMs: config.GATEWAY_STOP_SECONDS * 1000 });
    await gateway.close();
    await ports.store.close();
  };
  return { url, gateway, stop: () => (stopping ??= stop()) };
}

function bound(server: Server, config: GatewayConfig): void {
  server.maxConnections = config.GATEWAY_CONNECTIONS;
  server.headersTimeout = 15_000;
  server.requestTimeout = config.GATEWAY_REQUEST_SECONDS * 1000;
  server.keepAliveTimeout = 15_000;
}

async function listen(server: Server, { GATEWAY_HOST: host, GATEWAY_PORT: port }: GatewayConfig): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const { address, family, port: given } = server.address() as AddressInfo;
  return `http://${family === "IPv6" ? `[${address}]` : address}:${given}`;
}

async function closeServer(server: Server, { graceMs }: { graceMs: number }): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}

/** Whoever waits for the file never reads half of it. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
