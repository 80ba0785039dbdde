import type { PushSubscriptionRequest } from "@computehive/protocol/api/push";
import { applicationServerKey, isForKey, type PushFacts } from "./push-state.ts";

const WORKER = "/push-worker.js";

/** What this browser says of pushes. Asks nobody for anything. */
export async function readPushFacts(): Promise<PushFacts> {
  const isSecure = window.isSecureContext;
  const hasApis = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  if (!isSecure || !hasApis) return { isSecure, hasApis, permission: "default", isSubscribed: false };
  const subscription = await heldSubscription();
  return { isSecure, hasApis, permission: Notification.permission, isSubscribed: subscription !== null };
}

async function heldSubscription(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Asks the person. Only ever call it because of a click. */
export function askPermission(): Promise<NotificationPermission> {
  return Notification.requestPermission();
}

/**
 * Subscribes this browser for pushes of the gateway with this key; a subscription of another key is given up first.
 *
 * @throws what the browser throws where it has no push service, or does not reach it.
 */
export async function subscribe(publicKey: string): Promise<PushSubscriptionRequest> {
  await navigator.serviceWorker.register(WORKER, { scope: "/", updateViaCache: "none" });
  const { pushManager } = await navigator.serviceWorker.ready;
  const key = applicationServerKey(publicKey);
  const held = await pushManager.getSubscription();
  if (held && !isForKey(held.options.applicationServerKey, key)) await held.unsubscribe();
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, expirationTime, keys } = subscription.toJSON();
  return {
    endpoint: endpoint ?? subscription.endpoint,
    expirationTime: expirationTime ?? null,
    keys: { p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" },
  };
}

export async function unsubscribe(): Promise<void> {
  await (await heldSubscription())?.unsubscribe();
}
