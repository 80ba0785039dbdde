import type { Clock } from "@computehive/protocol/clock";
import type { Logger } from "pino";
import { expireBlobs } from "../blobs/expire-blobs.ts";
import type { BlobPorts } from "../blobs/put-blob.ts";
import type { StatementRows } from "../carrier/statement-rows.ts";
import type { ExecutionRows } from "../executions/execution-rows.ts";
import type { GatewayMetrics } from "../http/metrics.ts";
import type { NodeRows } from "../nodes/node-rows.ts";
import type { NotificationRows } from "../notifications/notification-rows.ts";
import { expireOrders, type KeepOrdersPorts } from "../orders/keep-orders.ts";
import type { PairingRows } from "../pairings/pairing-rows.ts";
import type { SessionRows } from "../sessions/session-rows.ts";

/** So many entries a transaction: a round never holds the store for long. */
const BATCH = 200;

/** How long an ended pairing can still be looked at: its browser may have slept. */
const PAIRING_MEMORY_SECONDS = 3_600;

export interface JanitorPorts {
  readonly blobs: BlobPorts;
  readonly nodes: NodeRows;
  readonly executions: ExecutionRows;
  readonly sessions: SessionRows;
  readonly orders: Omit<KeepOrdersPorts, "chain" | "checkSeconds">;
  readonly statements: StatementRows;
  readonly pairings: PairingRows;
  readonly notifications: NotificationRows;
  readonly clock: Clock;
  readonly metrics: GatewayMetrics;
  readonly logger: Logger;
  readonly executionRetentionSeconds: number;
  readonly notificationRetentionSeconds: number;
}

export type Tidied = Record<
  "blobs" | "executions" | "nodes" | "sessions" | "orders" | "statements" | "pairings" | "notifications",
  number
>;

/** Removes everything whose time is over. @returns how much of what. */
export async function tidy(ports: JanitorPorts): Promise<Tidied> {
  const {
    blobs,
    nodes,
    executions,
    sessions,
    orders,
    statements,
    pairings,
    notifications,
    clock,
    metrics,
    executionRetentionSeconds,
  } = ports;
  const now = Math.floor(clock.now() / 1000);
  const before = now - executionRetentionSeconds;

  const removed: Tidied = {
    blobs: 0,
    executions: 0,
    nodes: 0,
    sessions: 0,
    orders: 0,
    statements: 0,
    pairings: 0,
    notifications: 0,
  };
  for (let ended = BATCH; ended === BATCH; ) {
    const round = await expireBlobs(BATCH, blobs);
    removed.blobs += round.removed;
    ended = round.ended;
  }
  removed.executions = await untilDone(() => executions.expire(before, BATCH));
  removed.nodes = await untilDone(() => nodes.expire(before, BATCH));

  removed.sessions = await untilDone(() => sessions.expire(now, BATCH));
  removed.orders = await expireOrders(orders);
  removed.statements = await untilDone(() => statements.expire(before, BATCH));
  removed.pairings = await untilDone(() => pairings.expire(now - PAIRING_MEMORY_SECONDS, BATCH));
  const forgotten = now - ports.notificationRetentionSeconds;
  removed.notifications = await untilDone(() => notifications.expire(forgotten, BATCH));

  for (const [kind, count] of Object.entries(removed)) metrics.expired.inc({ kind }, count);
  metrics.storedBytes.set(await blobs.rows.totalBytes());
  return removed;
}

async function untilDone(round: () => Promise<number>): Promise<number> {
  for (let total = 0; ; ) {
    const count = await round();
    total += count;
    if (count < BATCH) return total;
  }
}

/** Tidies every `intervalMs`, the first time at once, until stopped. A round that fails is noted and tried again at the next. */
export function startJanitor(
  ports: JanitorPorts,
  { intervalMs }: { intervalMs: number },
): { stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const round = async (): Promise<void> => {
    try {
      const removed = await tidy(ports);
      if (Object.values(removed).some((count) => count > 0)) ports.logger.info(removed, "removed what had expired");
    } catch (err) {
      ports.logger.error({ err }, "the janitor failed");
    }
    if (!isStopped) timer = setTimeout(() => (current = round()), intervalMs);
  };
  let current = round();

  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await current;
    },
  };
}
