import { wait } from "@computehive/sdk/retry";
import { type PostgresServer, startPostgres } from "../../postgres/postgres-server.ts";
import type { StackPaths } from "../folder/paths.ts";
import { killNow } from "./kill-now.ts";
import type { ProcessPorts } from "./ready-process.ts";

const NAME = "computehive";
const RESTART_PAUSE_MS = 1_000;

/**
 * Where indexer and gateway keep their tables: the database that the environment names, or one of a server that lives in the
 * stack's folder and is started again if it ends.
 *
 * @throws PostgresMissingError, PostgresFailedError
 */
export async function startDatabase({ postgres }: StackPaths, ports: ProcessPorts): Promise<string> {
  const given = process.env["DATABASE_URL"];
  if (given) return given;
  const { say, signal, parts } = ports;
  let server = await startPostgres({ folder: postgres, isDurable: true, signal });
  const { port } = server;
  const stopping = new AbortController();
  parts.add({
    name: "postgres",
    async stop() {
      stopping.abort();
      await server.stop();
    },
    kill() {
      stopping.abort();
      killNow(server.pid);
    },
  });
  const restart = () => startPostgres({ folder: postgres, port, isDurable: true, signal: stopping.signal });
  void keepRunning(() => server, { say, signal: stopping.signal, restart: async () => (server = await restart()) });
  return server.createDatabase(NAME);
}

interface KeepRunningPorts {
  say(line: string): void;
  readonly signal: AbortSignal;
  restart(): Promise<unknown>;
}

async function keepRunning(current: () => PostgresServer, { say, signal, restart }: KeepRunningPorts): Promise<void> {
  for (;;) {
    await current().ended;
    if (signal.aborted) return;
    say("postgres ended by itself and is started again.");
    await wait(RESTART_PAUSE_MS, signal).catch(() => undefined);
    await restart().catch((error: unknown) => say(`postgres does not start: ${(error as Error).message}`));
  }
}
