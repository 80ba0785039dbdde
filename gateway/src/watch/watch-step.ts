import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import type { Address } from "viem";
import type { ChainEvents } from "./chain-events.ts";
import { newsOf, reminderOf } from "./news-of.ts";
import type { Reminder, WatchedBlock, WatchRows } from "./watch-rows.ts";

export interface WatchPorts {
  readonly rows: WatchRows;
  readonly events: ChainEvents;
  readonly clock: Clock;
}

export interface WatchOptions {
  /** Blocks that make an event count, its own included. */
  readonly confirmations: number;
  /** Most blocks of one step. */
  readonly maxBlocks: number;
}

export interface WatchResult {
  /** Accounts for which something changed. */
  readonly told: readonly Address[];
  /** Whether there is more to read at once. */
  readonly more: boolean;
}

const MEMORY = 256;
const REMINDERS = 100;

/**
 * Reads on from where the last step ended: what it finds and where it got to are written in one transaction, so that a kill at any
 * instant neither loses nor repeats anything. Begins at the newest block.
 */
export async function watchStep(options: WatchOptions, ports: WatchPorts): Promise<WatchResult> {
  const { rows, events } = ports;
  const head = await events.head();
  const from = await lastValidBlock(ports);
  if (!from) {
    await rows.advance({ block: head, news: [], reminders: [], memory: MEMORY });
    return { told: [], more: false };
  }
  const reminded = await remind(ports);
  const newest = head.number - (options.confirmations - 1);
  const to = Math.min(newest, from.number + options.maxBlocks);
  if (to <= from.number) return { told: reminded, more: false };
  const told = await readBlocks({ from: from.number + 1, to }, ports);
  return told ? { told: [...reminded, ...told], more: to < newest } : { told: reminded, more: true };
}

/** Where reading goes on: the newest read block that is still in the chain. What younger ones said is withdrawn. */
async function lastValidBlock({ rows, events }: WatchPorts): Promise<WatchedBlock | undefined> {
  const known = await rows.blocks();
  for (const block of known) {
    if ((await events.blockAt(block.number))?.hash !== block.hash) continue;
    if (block !== known[0]) await rows.rewind(block.number);
    return block;
  }
  // None is left: this is another chain. What was said of the old one is withdrawn, and reading begins anew.
  if (known.length > 0) await rows.rewind(-1);
  return undefined;
}

/** @returns nothing where the chain changed while it was read. */
async function readBlocks(
  range: { from: number; to: number },
  { rows, events }: WatchPorts,
): Promise<Address[] | undefined> {
  const block = await events.blockAt(range.to);
  if (!block) return undefined;
  const found = await events.read(range);
  const news = [];
  for (const event of found) news.push(...(await newsOf(event, events)));
  if ((await events.blockAt(range.to))?.hash !== block.hash) return undefined;
  const reminders = found.map(reminderOf).filter((reminder) => reminder !== undefined);
  return rows.advance({ block, news, reminders, memory: MEMORY });
}

async function remind({ rows, events, clock }: WatchPorts): Promise<Address[]> {
  const now = unixSeconds(clock);
  const told: Address[] = [];
  for (const reminder of await rows.dueReminders(now, REMINDERS)) {
    const isTrue = await hasThawed(reminder, { events, now });
    const { account, eventKey, kind, dueAt, facts } = reminder;
    told.push(
      ...(await rows.endReminder(reminder, isTrue ? { account, eventKey, kind, at: dueAt, facts } : undefined)),
    );
  }
  return told;
}

/** A thaw may have been cancelled or begun anew, or its block may be gone: the chain says what is true now. */
async function hasThawed(
  { account, dueAt }: Reminder,
  { events, now }: { events: ChainEvents; now: number },
): Promise<boolean> {
  const { amount, thawedAt } = await events.thawOf(account);
  return amount > 0n && thawedAt === dueAt && thawedAt <= now;
}
