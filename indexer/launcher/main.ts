import { systemClock } from "@computehive/protocol/clock";
import { ComputeHiveError } from "@computehive/protocol/error";
import { isLocalChainId } from "@computehive/protocol/parameters";
import { createChain } from "./chain.ts";
import type { IndexerConfig } from "./config.ts";
import { readDeployment } from "./deployment-file.ts";
import { configFromEnvironment } from "./env.ts";
import { openFrontDoor } from "./front-door.ts";
import { keepRunning } from "./keep-running.ts";
import { createLog } from "./log.ts";
import { createPgliteStore } from "./pglite-store.ts";
import { createPostgresStore } from "./postgres-store.ts";
import { deploymentHashOf, schemaNameOf } from "./schema-name.ts";
import type { Situation } from "./situation.ts";
import type { Store } from "./store.ts";

const LOCAL = { pollMilliseconds: 250, rpcCopies: 20 };
const REMOTE = { pollMilliseconds: 1_000, rpcCopies: 1 };

/** Standard output carries events for whoever started the process; the log goes to standard error. */
function report(event: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

async function run(stopping: AbortController): Promise<void> {
  const config = configFromEnvironment();
  const log = createLog(config.INDEXER_LOG_LEVEL);
  const deployment = await readDeployment(config.INDEXER_DEPLOYMENT);
  const deploymentHash = deploymentHashOf(deployment);
  const schema = schemaNameOf(deploymentHash);
  const store = storeOf(config, schema);
  const { chainId, genesisHash } = deployment;
  const situation: Situation = {
    identity: { chainId, genesisHash, deploymentHash, schema, database: store.kind },
    reorgs: { count: 0 },
    reason: "The indexer is starting.",
    stuck: false,
    port: undefined,
  };
  const frontDoor = await openFrontDoor({
    host: config.INDEXER_HOST,
    port: config.INDEXER_PORT,
    situation,
    behindSeconds: config.INDEXER_BEHIND_SECONDS,
  });
  try {
    report({ event: "listening", url: frontDoor.url, pid: process.pid });
    log("info", "Listening.", { url: frontDoor.url, schema, database: store.kind });
    await store.open(stopping.signal);
    const settings = { deployment, deploymentHash, schema, database: store.kind, ...chainSettings(config, chainId) };
    await keepRunning({
      settings: {
        ...settings,
        ...(store.folder !== undefined && { folder: store.folder }),
        ...(store.databaseUrl !== undefined && { databaseUrl: store.databaseUrl }),
        liveConnections: config.INDEXER_LIVE_CONNECTIONS,
        livePerAddress: config.INDEXER_LIVE_PER_ADDRESS,
      },
      data: config.INDEXER_DATA,
      store,
      chain: createChain(config.INDEXER_RPC_URL),
      situation,
      log,
      now: () => systemClock.now(),
      signal: stopping.signal,
    });
  } finally {
    await frontDoor.close();
    await store.close();
  }
}

function storeOf({ DATABASE_URL, INDEXER_DATA }: IndexerConfig, schema: string): Store {
  return DATABASE_URL
    ? createPostgresStore({ databaseUrl: DATABASE_URL, schema })
    : createPgliteStore({ data: INDEXER_DATA, schema });
}

function chainSettings(config: IndexerConfig, chainId: number) {
  const defaults = isLocalChainId(chainId) ? LOCAL : REMOTE;
  const announced = isLocalChainId(chainId) ? config.INDEXER_RPC_URL.replace(/^http/, "ws") : undefined;
  const wsUrl = config.INDEXER_WS_URL ?? announced;
  return {
    rpcUrl: config.INDEXER_RPC_URL,
    ...(wsUrl !== undefined && wsUrl !== "off" && { wsUrl }),
    pollMilliseconds: config.INDEXER_POLL_MILLISECONDS ?? defaults.pollMilliseconds,
    rpcCopies: config.INDEXER_RPC_COPIES ?? defaults.rpcCopies,
  };
}

const stopping = new AbortController();
for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    if (stopping.signal.aborted) process.exit(1);
    report({ event: "stopping", signal });
    stopping.abort();
  });
}

try {
  await run(stopping);
  report({ event: "stopped" });
  process.exit(0);
} catch (error) {
  if (stopping.signal.aborted) process.exit(0);
  const isExpected = error instanceof ComputeHiveError || (error instanceof Error && "code" in error);
  process.stderr.write(`${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
