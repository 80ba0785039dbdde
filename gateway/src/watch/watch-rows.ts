import type { NotificationFacts, NotificationKind } from "@computehive/protocol/api/notification";
import type { Address, Hex } from "viem";
import type { News } from "../notifications/notification-rows.ts";

/** How far the chain was watched. Each method is one transaction. */
export interface WatchRows {
  /** Newest first. */
  blocks(): Promise<WatchedBlock[]>;
  /** What all blocks up to `block` say; together with the mark that they were read. @returns the accounts that were told. */
  advance(step: WatchStep): Promise<Address[]>;
  /** The blocks above `number` are no longer in the chain: what they said is withdrawn until a block says it again. */
  rewind(number: number): Promise<void>;
  dueReminders(now: number, limit: number): Promise<Reminder[]>;
  /** Ends a reminder, telling its account where `news` is given. */
  endReminder(reminder: Reminder, news: News | undefined): Promise<Address[]>;
}

export interface WatchedBlock {
  readonly number: number;
  readonly hash: Hex;
}

export interface WatchStep {
  readonly block: WatchedBlock;
  readonly news: readonly News[];
  readonly reminders: readonly Reminder[];
  /** Blocks to remember for reorganisations. */
  readonly memory: number;
}

/** Something to look at again at a time. */
export interface Reminder {
  readonly account: Address;
  readonly eventKey: string;
  readonly kind: NotificationKind;
  /** Unix seconds. */
  readonly dueAt: number;
  readonly facts: NotificationFacts;
}
