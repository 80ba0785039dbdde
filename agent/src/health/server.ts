import { ComputeHiveError } from "@computehive/protocol/error";
import { type ServerType, serve } from "@hono/node-server";
import { Hono } from "hono";
import type { Metrics } from "./metrics.ts";
import { type AgentStatus, toJson } from "./status.ts";

export interface HealthServer {
  url: string;
  close(): Promise<void>;
}

/** Answers on a loopback address only: what it says is for the owner of the machine. */
export async function startHealthServer(
  { host, port }: { host: string; port: number },
  { status, metrics }: { status(): AgentStatus; metrics: Metrics },
): Promise<HealthServer> {
  const app = new Hono();
  app.get("/health", (context) => {
    const now = status();
    return context.body(toJson(now), now.status === "alarm" ? 503 : 200, { "content-type": "application/json" });
  });
  app.get("/metrics", async (context) => context.text(await metrics.text(status())));
  const { server, bound } = await listen(app, host, port);
  return {
    url: `http://${host === "::1" ? "[::1]" : host}:${bound}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function listen(app: Hono, hostname: string, port: number): Promise<{ server: ServerType; bound: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname, port }, (info) => resolve({ server, bound: info.port }));
    server.once("error", (cause: Error) => reject(new HealthPortError({ hostname, port, cause })));
  });
}

export class HealthPortError extends ComputeHiveError {
  override readonly name = "HealthPortError";
  constructor({ hostname, port, cause }: { hostname: string; port: number; cause: unknown }) {
    super("The health page cannot listen there. Port 0 takes any free one.", {
      metaMessages: [`Address: ${hostname}:${port}`],
      cause,
    });
  }
}
