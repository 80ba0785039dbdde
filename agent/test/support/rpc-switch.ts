import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** One RPC URL with a chain behind it that can be exchanged. */
export interface RpcSwitch {
  url: string;
  pointTo(target: string): void;
  /** Methods asked for since the chain was last exchanged. */
  asked(): readonly string[];
  close(): void;
}

export async function createRpcSwitch(first: string): Promise<RpcSwitch> {
  let target = first;
  let asked: string[] = [];
  const server = createServer(async (request, response) => {
    try {
      const body = await read(request);
      for (const [, method] of body.matchAll(/"method":"(\w+)"/g)) asked.push(method!);
      const answer = await fetch(target, { method: "POST", headers: { "content-type": "application/json" }, body });
      response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pointTo(next) {
      target = next;
      asked = [];
    },
    asked: () => asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function read(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}
