import { systemClock } from "@computehive/protocol/clock";
import { ComputeHiveError } from "@computehive/protocol/error";
import { createRpcSenderChain } from "@computehive/sdk/sending/rpc-sender-chain";
import { type Logger, pino } from "pino";
import { createPublicClient, http } from "viem";
import { createRpcChain } from "./adapters/chain/rpc-chain.ts";
import { createRpcEvents } from "./adapters/chain/rpc-events.ts";
import { openPostgresStore } from "./adapters/postgres/postgres-store.ts";
import { createWebPushSender, generateVapidKeys, webPushOptions } from "./adapters/push/web-push-sender.ts";
import { openSqliteStore } from "./adapters/sqlite/sqlite-store.ts";
import { loadCarrierKey } from "./carrier/load-carrier-key.ts";
import type { GatewayConfig } from "./config.ts";
import { readDeployment } from "./deployment-file.ts";
import { configFromEnvironment } from "./env.ts";
import type { CarryingPorts } from "./gateway.ts";
import { type RunningGateway, serveGateway } from "./server.ts";
import type { Store } from "./store.ts";

/** Standard output carries events for whoever started the process; the log goes to standard error. */
function report(event: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

async function start(): Promise<RunningGateway> {
  const config = configFromEnvironment();
  const logger = pino({ level: config.GATEWAY_LOG_LEVEL, base: null }, pino.destination({ fd: 2, sync: true }));
  const deployment = await readDeployment(config.GATEWAY_DEPLOYMENT);
  const store = await openStore(config, logger);
  const chain = createRpcChain({
    rpcUrl: config.GATEWAY_RPC_URL,
    deployment,
    timeoutMs: config.GATEWAY_RPC_SECONDS * 1000,
    logRangeBlocks: config.GATEWAY_RPC_LOG_RANGE,
    lookbackBlocks: config.GATEWAY_RPC_LOOKBACK,
  });
  const { GATEWAY_RPC_URL: rpcUrl, GATEWAY_RPC_SECONDS } = config;
  const events = createRpcEvents({ rpcUrl, deployment, timeoutMs: GATEWAY_RPC_SECONDS * 1000, chain });
  const push = { send: createWebPushSender(webPushOptions(config)), newKeys: generateVapidKeys };
  const carrying = await carryingOf(config);
  const ports = { deployment, store, chain, events, push, carrying, clock: systemClock, logger };
  const running = await serveGateway(config, ports);
  logger.info({ url: running.url, ...running.gateway.reconciliation }, "listening");
  report({ event: "listening", url: running.url, pid: process.pid });
  return running;
}

/** The key that carries statements, where one is configured. */
async function carryingOf(config: GatewayConfig): Promise<CarryingPorts | undefined> {
  const { GATEWAY_CARRIER_KEYSTORE: keystore, GATEWAY_CARRIER_PASSWORD_FILE: passwordFile } = config;
  if (!keystore || !passwordFile) return undefined;
  const timeout = config.GATEWAY_RPC_SECONDS * 1000;
  const client = createPublicClient({ transport: http(config.GATEWAY_RPC_URL, { timeout, retryCount: 1 }) });
  return { signer: await loadCarrierKey({ keystore, passwordFile }), sending: createRpcSenderChain(client) };
}

function openStore(config: GatewayConfig, logger: Logger): Promise<Store> {
  const { GATEWAY_DATA: folder, GATEWAY_DATABASE_URL: url, GATEWAY_DATABASE_SCHEMA: schema } = config;
  if (url === undefined) return openSqliteStore(folder);
  const onFault = (err: Error) => logger.warn({ err: { message: err.message } }, "a connection to PostgreSQL broke");
  return openPostgresStore({ url, schema, folder, onFault });
}

function stopOnSignal(running: RunningGateway): void {
  let isStopping = false;
  const onSignal = async (signal: NodeJS.Signals) => {
    if (isStopping) process.exit(1);
    isStopping = true;
    report({ event: "stopping", signal });
    await running.stop();
    report({ event: "stopped" });
    process.exit(0);
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, (name) => void onSignal(name));
}

try {
  stopOnSignal(await start());
} catch (error) {
  const isExpected = error instanceof ComputeHiveError || (error instanceof Error && "code" in error);
  process.stderr.write(`${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
