/** Whether this browser gets notifications while no page is open. */
export const PUSH_STATES = ["unsupported", "insecure", "denied", "off", "on"] as const;
export type PushState = (typeof PUSH_STATES)[number];

export interface PushFacts {
  /** Service workers, push and notifications are all there. */
  readonly hasApis: boolean;
  readonly isSecure: boolean;
  readonly permission: NotificationPermission;
  readonly isSubscribed: boolean;
}

/** Browsers take these interfaces away on insecure pages, so that comes first; a permission that was refused outlives all. */
export function pushStateOf({ hasApis, isSecure, permission, isSubscribed }: PushFacts): PushState {
  if (!isSecure) return "insecure";
  if (!hasApis) return "unsupported";
  if (permission === "denied") return "denied";
  return isSubscribed && permission === "granted" ? "on" : "off";
}

/** A VAPID public key as `PushManager.subscribe` takes it: base64url, with or without padding. */
export function applicationServerKey(publicKey: string): Uint8Array<ArrayBuffer> {
  const base64 = publicKey.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** Whether a subscription was made for this key; another gateway's key must not be used any longer. */
export function isForKey(held: ArrayBuffer | null, key: Uint8Array): boolean {
  if (!held) return false;
  const bytes = new Uint8Array(held);
  return bytes.length === key.length && bytes.every((byte, index) => byte === key[index]);
}
