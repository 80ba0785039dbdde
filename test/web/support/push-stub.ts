import type { BrowserContext } from "@playwright/test";

/** What a stubbed push service does when a page subscribes. */
export type PushStub = "takes" | "is-away";

/**
 * Stands in for the browser's push service, which headless Chromium does not have: `PushManager.subscribe` gives a subscription with
 * real keys, or fails as a browser does that does not reach its service. Everything around it is real: the service worker, the
 * permission, the gateway's key, the gateway's list. That a push arrives is not shown by it.
 */
export async function stubPushService(context: BrowserContext, how: PushStub): Promise<void> {
  await context.addInitScript(install, how);
}

/** Runs in the page, before anything else of it. */
function install(how: PushStub): void {
  const ITEM = "test.push-subscription";
  interface Held {
    readonly endpoint: string;
    readonly p256dh: string;
    readonly auth: string;
    readonly key: number[];
  }
  const base64url = (bytes: ArrayBuffer) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");
  const held = (): Held | undefined => JSON.parse(localStorage.getItem(ITEM) ?? "null") ?? undefined;
  const subscriptionOf = ({ endpoint, p256dh, auth, key }: Held) => ({
    endpoint,
    options: { applicationServerKey: new Uint8Array(key).buffer },
    toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh, auth } }),
    unsubscribe: async () => {
      localStorage.removeItem(ITEM);
      return true;
    },
  });
  const stub = {
    getSubscription: async () => {
      const found = held();
      return found ? subscriptionOf(found) : null;
    },
    subscribe: async ({ applicationServerKey }: { applicationServerKey: Uint8Array }) => {
      if (how === "is-away") throw new DOMException("Registration failed - push service not available", "AbortError");
      const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
      const made: Held = {
        endpoint: `https://push.example/${crypto.randomUUID()}`,
        p256dh: base64url(await crypto.subtle.exportKey("raw", pair.publicKey)),
        auth: base64url(crypto.getRandomValues(new Uint8Array(16)).buffer),
        key: [...applicationServerKey],
      };
      localStorage.setItem(ITEM, JSON.stringify(made));
      return subscriptionOf(made);
    },
  };
  Object.defineProperty(ServiceWorkerRegistration.prototype, "pushManager", { get: () => stub });
}
