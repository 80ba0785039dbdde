import type { Notification } from "@computehive/protocol/api/notification";
import type { Address } from "viem";

/** Browsers that want pushes, and pushes that are still to be sent. Each method is one transaction. Times in Unix seconds. */
export interface PushRows {
  /** The stored pair of VAPID keys; `fresh` is stored where there is none. */
  keys(fresh: VapidKeys): Promise<VapidKeys>;
  /** The same endpoint again belongs to who said so last, with the keys said last. */
  subscribe(row: PushSubscriptionRow, limits: { maxPerAccount: number }): Promise<PushSubscriptionRow | "too-many">;
  /** Newest first. */
  listOf(account: Address): Promise<PushSubscriptionRow[]>;
  /** Also forgets what was to be sent to it. @returns whether there was one. */
  unsubscribe(account: Address, id: string): Promise<boolean>;
  /** Takes up to `limit` that are due; nobody else gets them before `leaseUntil`. */
  takeDue(limits: { now: number; leaseUntil: number; limit: number }): Promise<PushDelivery[]>;
  /** It was sent, or never will be. */
  end(delivery: PushDelivery): Promise<void>;
  retry(delivery: PushDelivery, dueAt: number): Promise<void>;
}

export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

export interface PushSubscriptionRow {
  readonly id: string;
  readonly account: Address;
  readonly endpoint: string;
  readonly p256dh: string;
  readonly auth: string;
  readonly device: string;
  readonly createdAt: number;
}

export interface PushDelivery {
  readonly subscription: PushSubscriptionRow;
  readonly notification: Notification;
  /** How often it was tried. */
  readonly attempts: number;
}
