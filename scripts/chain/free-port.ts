import { createServer } from "node:net";
import { ComputeHiveError } from "@computehive/protocol/error";

const ATTEMPTS = 100;

/** The first port from `wanted` on that can be bound on the loopback address; 0 means any free one. */
export async function freePort(wanted: number): Promise<number> {
  const last = wanted === 0 ? 0 : Math.min(wanted + ATTEMPTS - 1, 65_535);
  for (let port = wanted; port <= last; port++) {
    const bound = await tryBind(port);
    if (bound !== undefined) return bound;
  }
  throw new NoFreePortError({ wanted, last });
}

function tryBind(port: number): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(undefined);
      else reject(error);
    });
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? address?.port : undefined));
    });
  });
}

export class NoFreePortError extends ComputeHiveError {
  override readonly name = "NoFreePortError";
  constructor({ wanted, last }: { wanted: number; last: number }) {
    super(`No port from ${wanted} to ${last} is free on 127.0.0.1.`);
  }
}
