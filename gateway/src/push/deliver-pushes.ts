import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import type { Logger } from "pino";
import type { PushDelivery, PushRows, VapidKeys } from "./push-rows.ts";
import type { SendPush } from "./push-sender.ts";

export interface DeliverPorts {
  readonly rows: PushRows;
  readonly send: SendPush;
  readonly keys: () => Promise<VapidKeys>;
  readonly clock: Clock;
  readonly logger: Logger;
}

const BATCH = 20;
/** Longer than one try may take. */
const LEASE_SECONDS = 60;
const MAX_ATTEMPTS = 8;
const BASE_DELAY_SECONDS = 15;
const MAX_DELAY_SECONDS = 3_600;

/** Sends what is due. A kill in the middle sends what was under way once more: a browser shows equal tags once. @returns how many it took. */
export async function deliverPushes(ports: DeliverPorts): Promise<number> {
  const now = unixSeconds(ports.clock);
  const due = await ports.rows.takeDue({ now, leaseUntil: now + LEASE_SECONDS, limit: BATCH });
  if (due.length === 0) return 0;
  const keys = await ports.keys();
  await Promise.all(due.map((delivery) => deliver(delivery, keys, ports)));
  return due.length;
}

async function deliver(delivery: PushDelivery, keys: VapidKeys, { rows, send, clock, logger }: DeliverPorts) {
  const { subscription, notification, attempts } = delivery;
  const outcome = await send({ subscription, payload: { notification }, keys });
  if (outcome.kind === "gone") {
    await rows.unsubscribe(subscription.account, subscription.id);
    return;
  }
  if (outcome.kind === "sent") return rows.end(delivery);
  const isLast = outcome.kind === "refused" || attempts + 1 >= MAX_ATTEMPTS;
  logger.debug({ subscription: subscription.id, reason: outcome.reason, isLast }, "a push was not taken");
  if (isLast) return rows.end(delivery);
  const asked = outcome.kind === "later" ? (outcome.afterSeconds ?? 0) : 0;
  const delay = Math.max(asked, BASE_DELAY_SECONDS * 2 ** attempts);
  await rows.retry(delivery, unixSeconds(clock) + Math.min(MAX_DELAY_SECONDS, delay));
}

/** Delivers until stopped: at once when woken, else every `intervalMs`. */
export function startDelivery(
  ports: DeliverPorts,
  { intervalMs }: { intervalMs: number },
): { wake: () => void; stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let resume = () => {};
  let isWoken = false;
  let isStopped = false;

  const run = async (): Promise<void> => {
    while (!isStopped) {
      isWoken = false;
      const taken = await deliverPushes(ports).catch((err: unknown) => {
        ports.logger.error({ err }, "pushes cannot be delivered");
        return 0;
      });
      if (isStopped || isWoken || taken === BATCH) continue;
      await new Promise<void>((resolve) => {
        resume = resolve;
        timer = setTimeout(resolve, intervalMs);
      });
      clearTimeout(timer);
    }
  };
  const running = run();
  const wake = () => {
    isWoken = true;
    resume();
  };
  return {
    wake,
    async stop() {
      isStopped = true;
      wake();
      await running;
    },
  };
}
