import type {
  MarkRead,
  Notification,
  NotificationFacts,
  NotificationKind,
  NotificationPreferences,
} from "@computehive/protocol/api/notification";
import type { Address } from "viem";

/** What accounts are told. Each method is one transaction. Times in Unix seconds; accounts with checksum. */
export interface NotificationRows {
  /**
   * Tells every account that ever signed in and wants the kind, once for each key, and queues the pushes that it wants.
   *
   * @returns the accounts for which something changed.
   */
  tell(news: readonly News[]): Promise<Address[]>;
  /** Newest first, beginning before the id `before`. */
  list(account: Address, page: NotificationPage): Promise<Notification[]>;
  /** Oldest first, beginning after the id `after`. */
  listAfter(account: Address, page: { after: number; limit: number }): Promise<Notification[]>;
  newestId(account: Address): Promise<number>;
  unread(account: Address): Promise<number>;
  /** @returns how many are left unread. */
  markRead(account: Address, which: MarkRead): Promise<number>;
  preferences(account: Address): Promise<NotificationPreferences>;
  setPreferences(account: Address, preferences: NotificationPreferences): Promise<void>;
  /** Forgets up to `limit` from before `before`. */
  expire(before: number, limit: number): Promise<number>;
}

export interface NotificationPage {
  readonly before?: number | undefined;
  readonly limit: number;
  readonly unread?: boolean | undefined;
}

/** Something that one account may want to know. */
export interface News {
  readonly account: Address;
  /** The same for the same event wherever in the chain it lies. */
  readonly eventKey: string;
  readonly kind: NotificationKind;
  readonly at: number;
  readonly facts: NotificationFacts;
}
