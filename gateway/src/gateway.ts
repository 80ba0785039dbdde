import type { Clock } from "@computehive/protocol/clock";
import type { Deployment } from "@computehive/protocol/contracts";
import type { Logger } from "pino";
import { createAccountAccess } from "./access/account-access.ts";
import { createRateLimiter } from "./access/token-bucket.ts";
import type { BlobPorts } from "./blobs/put-blob.ts";
import { type Reconciliation, reconcileBlobs } from "./blobs/reconcile-blobs.ts";
import { type Carrier, startCarrier } from "./carrier/carrier.ts";
import type { CarrierPorts } from "./carrier/carrier-ports.ts";
import type { Chain } from "./chain.ts";
import type { GatewayConfig } from "./config.ts";
import { createAuthority } from "./executions/authority.ts";
import { createApp } from "./http/app.ts";
import type { GatewayApp, GatewayContext } from "./http/context.ts";
import { createMetrics } from "./http/metrics.ts";
import { createHub } from "./hub.ts";
import { createNodeRegistry } from "./nodes/node-registry.ts";
import { startOrderKeeper } from "./orders/keep-orders.ts";
import { createKnownJobs } from "./orders/known-jobs.ts";
import { createCodeLimits } from "./pairings/code-limits.ts";
import { startDelivery } from "./push/deliver-pushes.ts";
import type { VapidKeys } from "./push/push-rows.ts";
import type { PushPorts } from "./push/push-sender.ts";
import { createVapidKeys } from "./push/vapid-keys.ts";
import { createSlots } from "./slots.ts";
import type { Store } from "./store.ts";
import { type JanitorPorts, startJanitor } from "./upkeep/janitor.ts";
import type { ChainEvents } from "./watch/chain-events.ts";
import { startWatcher } from "./watch/watcher.ts";

export interface GatewayPorts {
  readonly store: Store;
  readonly chain: Chain;
  /** What the watcher reads; without it nobody is told of what happens on the chain. */
  readonly events?: ChainEvents | undefined;
  readonly push: PushPorts;
  /** The funded key that carries statements, and how it sends; without it nothing is carried. */
  readonly carrying?: CarryingPorts | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

export type CarryingPorts = Pick<CarrierPorts, "signer" | "sending">;

export interface GatewayIdentity {
  readonly deployment: Deployment;
  /** The gateway's public URL: what access tokens and heartbeats are signed for. */
  readonly audience: string;
}

export interface Gateway {
  readonly app: GatewayApp;
  readonly reconciliation: Reconciliation;
  /** Ends the streams of logs with an event; requests under way go on. */
  stopStreams(): void;
  /** Ends upkeep. The store belongs to the caller. */
  close(): Promise<void>;
}

const PUSH_INTERVAL_MS = 5_000;
/** Most blocks whose events are read at once. */
const WATCHED_BLOCKS = 1_000;
const NODE_MEMORY_MS = 10_000;
const AUTHORITY_ENTRIES = 10_000;

/** Puts a gateway together: brings files and rows of the store into line, and starts upkeep. */
export async function createGateway(
  config: GatewayConfig,
  identity: GatewayIdentity,
  ports: GatewayPorts,
): Promise<Gateway> {
  const reconciliation = await reconcileBlobs(ports.store);
  const { store, clock, logger } = ports;
  const vapidKeys = createVapidKeys({ rows: store.pushes, newKeys: ports.push.newKeys });
  const delivery = startDelivery(
    { rows: store.pushes, send: ports.push.send, keys: vapidKeys, clock, logger },
    { intervalMs: PUSH_INTERVAL_MS },
  );
  const carrier = ports.carrying && carrierOf(config, identity, { ...ports, carrying: ports.carrying });
  const context = buildContext(config, identity, { ...ports, vapidKeys, wakeDelivery: delivery.wake, carrier });
  context.metrics.damagedBlobs.inc(reconciliation.lostFiles.length);
  const janitor = startJanitor(janitorPorts(config, context), { intervalMs: config.GATEWAY_JANITOR_SECONDS * 1000 });
  const keeper = startOrderKeeper(
    {
      ...context,
      rows: store.orders,
      retentionSeconds: context.orders.retentionSeconds,
      checkSeconds: config.GATEWAY_ORDER_CHECK_SECONDS,
    },
    { intervalMs: config.GATEWAY_ORDER_CHECK_SECONDS * 1000 },
  );
  const watcher = watchChain(config, context, ports.events);
  return {
    app: createApp(context),
    reconciliation,
    stopStreams() {
      context.hub.stop();
      context.accountHub.stop();
    },
    async close() {
      await Promise.all([janitor.stop(), keeper.stop(), delivery.stop(), watcher?.stop(), carrier?.stop()]);
    },
  };
}

function janitorPorts(config: GatewayConfig, context: GatewayContext): JanitorPorts {
  const { store } = context;
  return {
    ...context,
    sessions: store.sessions,
    orders: { ...context, ...context.orders, rows: store.orders },
    statements: store.statements,
    pairings: store.pairings,
    notifications: store.notifications,
    executionRetentionSeconds: config.GATEWAY_EXECUTION_RETENTION_SECONDS,
    notificationRetentionSeconds: config.GATEWAY_NOTIFICATION_RETENTION_SECONDS,
  };
}

function carrierOf(
  config: GatewayConfig,
  { deployment }: GatewayIdentity,
  { carrying, store, chain, clock, logger }: GatewayPorts & { carrying: CarryingPorts },
): Carrier {
  const { statements: rows, orders, locks } = store;
  return startCarrier(
    { deployment, ...carrying, chain, rows, orders, locks, clock, logger },
    {
      withdrawalFee: BigInt(config.GATEWAY_CARRIER_WITHDRAWAL_FEE),
      maxPerOwner: config.GATEWAY_CARRIER_STATEMENTS_PER_OWNER,
      maxGweiPerDay: config.GATEWAY_CARRIER_GWEI_PER_DAY,
      maxGas: BigInt(config.GATEWAY_CARRIER_GAS),
      maxFeePerGas: BigInt(config.GATEWAY_CARRIER_GWEI_PER_GAS) * 10n ** 9n,
      confirmations: config.GATEWAY_CONFIRMATIONS,
      pollMs: config.GATEWAY_WATCH_SECONDS * 1000,
    },
  );
}

function watchChain(config: GatewayConfig, context: GatewayContext, events: ChainEvents | undefined) {
  if (!events) return undefined;
  const { store, clock, logger, onTold } = context;
  return startWatcher(
    {
      confirmations: config.GATEWAY_CONFIRMATIONS,
      maxBlocks: Math.min(config.GATEWAY_RPC_LOG_RANGE, WATCHED_BLOCKS),
      pollMs: config.GATEWAY_WATCH_SECONDS * 1000,
    },
    { rows: store.watch, lead: () => store.lead(), events, clock, logger, onTold },
  );
}

function buildContext(
  config: GatewayConfig,
  { deployment, audience }: GatewayIdentity,
  ports: GatewayPorts & {
    vapidKeys: () => Promise<VapidKeys>;
    wakeDelivery: () => void;
    carrier: Carrier | undefined;
  },
): GatewayContext {
  const { store, chain, clock, logger, vapidKeys, wakeDelivery, carrier } = ports;
  const accountHub = createHub();
  const metrics = createMetrics();
  const access = { audience, chainId: deployment.chainId, maxLifetime: config.GATEWAY_ACCESS_SECONDS };
  return {
    config,
    deployment,
    audience,
    clock,
    logger,
    metrics,
    chain,
    carrier,
    store,
    blobs: blobPorts(config, { store, clock, logger, onDamage: () => metrics.damagedBlobs.inc() }),
    nodes: store.nodes,
    registry: createNodeRegistry({ chain, clock, rememberMs: NODE_MEMORY_MS }),
    executions: store.executions,
    authority: createAuthority(
      {
        recheckMs: config.GATEWAY_CLAIM_RECHECK_SECONDS * 1000,
        unknownMs: config.GATEWAY_CLAIM_UNKNOWN_SECONDS * 1000,
        maxEntries: AUTHORITY_ENTRIES,
      },
      { chain, clock },
    ),
    hub: createHub(),
    accountHub,
    knownJobs: createKnownJobs({ chain, clock }),
    orders: {
      maxPerBuyer: config.GATEWAY_ORDERS_PER_BUYER,
      maxWaiting: config.GATEWAY_ORDERS,
      retentionSeconds: config.GATEWAY_EXECUTION_RETENTION_SECONDS,
    },
    vapidKeys,
    onTold(accounts) {
      for (const account of accounts) accountHub.notify(account);
      wakeDelivery();
    },
    access: {
      tokens: createAccountAccess(access, { clock }),
      sessions: store.sessions,
      apiKeys: store.apiKeys,
      clock,
    },
    limits: {
      addresses: createRateLimiter(
        { burst: config.GATEWAY_REQUEST_BURST, perSecond: config.GATEWAY_REQUESTS_PER_ADDRESS },
        { clock },
      ),
      accounts: createRateLimiter(
        { burst: config.GATEWAY_REQUEST_BURST, perSecond: config.GATEWAY_REQUESTS_PER_ACCOUNT },
        { clock },
      ),
      signIns: createRateLimiter(
        { burst: config.GATEWAY_SIGN_IN_BURST, perSecond: config.GATEWAY_SIGN_INS_PER_ADDRESS },
        { clock },
      ),
      orders: createRateLimiter(
        { burst: config.GATEWAY_ORDER_BURST, perSecond: config.GATEWAY_ORDERS_PER_ADDRESS },
        { clock },
      ),
      codes: createCodeLimits({ clock }),
      uploads: createSlots({ total: config.GATEWAY_UPLOADS, perKey: config.GATEWAY_UPLOADS_PER_ACCOUNT }),
      streams: createSlots({ total: config.GATEWAY_STREAMS, perKey: config.GATEWAY_STREAMS_PER_ADDRESS }),
    },
  };
}

function blobPorts(
  config: GatewayConfig,
  { store, clock, logger, onDamage }: { store: Store; clock: Clock; logger: Logger; onDamage: () => void },
): BlobPorts {
  return {
    rows: store.blobRows,
    files: store.blobFiles,
    locks: store.locks,
    clock,
    limits: {
      blobBytes: config.GATEWAY_BLOB_BYTES,
      quotaBytes: config.GATEWAY_QUOTA_BYTES,
      dailyBytes: config.GATEWAY_DAILY_BYTES,
      capacityBytes: config.GATEWAY_CAPACITY_BYTES,
      reserveBytes: config.GATEWAY_RESERVE_BYTES,
      retentionSeconds: config.GATEWAY_RETENTION_SECONDS,
    },
    onDamage: (cid) => {
      logger.error({ cid }, "a blob's bytes are damaged; they were put aside");
      onDamage();
    },
  };
}
