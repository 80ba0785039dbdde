import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A URL at which nobody listens: its port was free a moment ago. */
export async function deadUrl(): Promise<string> {
  const server = await overloadedServer();
  await server.stop();
  return server.url;
}

/** Answers every request with 503, as a proxy does whose servers are gone. */
export async function overloadedServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((_request, response) => response.writeHead(503).end("no server is available"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
