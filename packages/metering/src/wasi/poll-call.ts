import { COSTS } from "../costs.ts";
import type { WasiContext } from "./context.ts";
import { Errno } from "./errno.ts";

const MAX_SUBSCRIPTIONS = 1_024;
const SUBSCRIPTION_BYTES = 48;
const EVENT_BYTES = 32;
const EVENT_CLOCK = 0;
const ABSOLUTE_TIME = 1;

interface Subscription {
  userData: bigint;
  kind: number;
  clockId: number;
  /** Nanoseconds from now until it is due; descriptors are always ready. */
  wait: bigint;
}

/** Waiting moves the virtual clock to the earliest time that is waited for, and returns at once. */
export function pollOneoff(
  context: WasiContext,
  subscriptionsAt: number,
  eventsAt: number,
  count: number,
  countAt: number,
): number {
  if (count === 0 || count > MAX_SUBSCRIPTIONS) return Errno.inval;
  const { memory, clock } = context;
  context.charge(count * COSTS.wasiPerVector * 5);
  memory.bytes(eventsAt, count * EVENT_BYTES);
  memory.view(countAt, 4);
  const subscriptions: Subscription[] = [];
  for (let index = 0; index < count; index++) {
    const subscription = readSubscription(context, subscriptionsAt + index * SUBSCRIPTION_BYTES);
    if (subscription.kind > 2 || subscription.clockId > 3) return Errno.inval;
    subscriptions.push(subscription);
  }
  const earliest = earliestOf(subscriptions);
  clock.advance(earliest);
  const due = subscriptions.filter(({ wait }) => wait <= earliest);
  for (const [index, subscription] of due.entries()) {
    const event = memory.view(eventsAt + index * EVENT_BYTES, EVENT_BYTES);
    for (let offset = 0; offset < EVENT_BYTES; offset += 8) event.setBigUint64(offset, 0n, true);
    event.setBigUint64(0, subscription.userData, true);
    event.setUint8(10, subscription.kind);
    // A descriptor that is ready says that at least one byte can be moved.
    if (subscription.kind !== EVENT_CLOCK) event.setBigUint64(16, 1n, true);
  }
  memory.writeU32(countAt, due.length);
  return Errno.success;
}

function readSubscription({ memory, clock }: WasiContext, at: number): Subscription {
  const view = memory.view(at, SUBSCRIPTION_BYTES);
  const userData = view.getBigUint64(0, true);
  const kind = view.getUint8(8);
  if (kind !== EVENT_CLOCK) return { userData, kind, clockId: 0, wait: 0n };
  const clockId = view.getUint32(16, true);
  const timeout = view.getBigUint64(24, true);
  if ((view.getUint16(40, true) & ABSOLUTE_TIME) === 0) return { userData, kind, clockId, wait: timeout };
  const left = timeout - clock.peek(clockId);
  return { userData, kind, clockId, wait: left < 0n ? 0n : left };
}

function earliestOf(subscriptions: readonly Subscription[]): bigint {
  let earliest = 2n ** 64n;
  for (const { wait } of subscriptions) {
    if (wait < earliest) earliest = wait;
  }
  return earliest;
}
