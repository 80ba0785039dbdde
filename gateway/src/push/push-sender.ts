import type { PushPayload } from "@computehive/protocol/api/push";
import type { PushSubscriptionRow, VapidKeys } from "./push-rows.ts";

export interface PushPorts {
  readonly send: SendPush;
  readonly newKeys: () => VapidKeys;
}

/** Hands a payload to the push service of a browser, encrypted for that browser alone. Never throws. */
export type SendPush = (message: PushMessage) => Promise<PushOutcome>;

export interface PushMessage {
  readonly subscription: PushSubscriptionRow;
  readonly payload: PushPayload;
  readonly keys: VapidKeys;
}

/** `gone`: the browser no longer wants any. `refused`: this one will never be taken. */
export type PushOutcome =
  | { readonly kind: "sent" }
  | { readonly kind: "gone" }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "later"; readonly reason: string; readonly afterSeconds?: number | undefined };
