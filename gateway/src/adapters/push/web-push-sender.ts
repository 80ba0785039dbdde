import { lookup } from "node:dns";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import webPush from "web-push";
import type { GatewayConfig } from "../../config.ts";
import { isPublicAddress } from "../../push/endpoint.ts";
import type { PushSubscriptionRow, VapidKeys } from "../../push/push-rows.ts";
import type { PushMessage, PushOutcome, SendPush } from "../../push/push-sender.ts";

export interface WebPushOptions {
  /** `mailto:` or `https:` address under which push services reach the operator. */
  readonly contact: string;
  readonly timeoutMs: number;
  /** How long a push service keeps it for a browser that is away, seconds. */
  readonly timeToLive: number;
  /** Whether plain http to 127.0.0.1 is a push service: in tests. */
  readonly allowLoopback: boolean;
}

const TIMEOUT_MS = 15_000;
const TIME_TO_LIVE_SECONDS = 86_400;

export function webPushOptions(config: GatewayConfig): WebPushOptions {
  return {
    contact: config.GATEWAY_PUSH_CONTACT,
    timeoutMs: TIMEOUT_MS,
    timeToLive: TIME_TO_LIVE_SECONDS,
    allowLoopback: config.GATEWAY_PUSH_LOOPBACK,
  };
}

export function generateVapidKeys(): VapidKeys {
  return webPush.generateVAPIDKeys();
}

/** Web Push (RFC 8030) with aes128gcm (RFC 8291) and VAPID (RFC 8292). Follows no redirects and dials no private address. */
export function createWebPushSender(options: WebPushOptions): SendPush {
  return async (message) => {
    try {
      return await send(encrypt(message, options), options);
    } catch (error) {
      return { kind: "later", reason: error instanceof Error ? error.message : String(error) };
    }
  };
}

function encrypt({ subscription, payload, keys }: PushMessage, { contact, timeToLive }: WebPushOptions) {
  return webPush.generateRequestDetails(toBrowsers(subscription), JSON.stringify(payload), {
    vapidDetails: { subject: contact, ...keys },
    contentEncoding: "aes128gcm",
    TTL: timeToLive,
    // A newer push of the same notification takes the place of one that is still waiting.
    topic: `n${payload.notification.id}`,
  });
}

function toBrowsers({ endpoint, p256dh, auth }: PushSubscriptionRow) {
  return { endpoint, keys: { p256dh, auth } };
}

function send(
  { endpoint, method, headers, body }: ReturnType<typeof encrypt>,
  { timeoutMs, allowLoopback }: WebPushOptions,
): Promise<PushOutcome> {
  const url = new URL(endpoint);
  const request = url.protocol === "http:" ? requestHttp : requestHttps;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method,
        headers: headers as Record<string, string>,
        signal: AbortSignal.timeout(timeoutMs),
        ...(!allowLoopback && { lookup: lookupPublic }),
      },
      (incoming) => {
        incoming.resume();
        resolve(outcomeOf(incoming.statusCode ?? 0, incoming.headers["retry-after"]));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function outcomeOf(status: number, retryAfter: string | undefined): PushOutcome {
  if (status >= 200 && status < 300) return { kind: "sent" };
  if (status === 404 || status === 410) return { kind: "gone" };
  const reason = `the push service answered ${status}`;
  if (status !== 429 && status < 500) return { kind: "refused", reason };
  return { kind: "later", reason, afterSeconds: /^\d{1,6}$/.test(retryAfter ?? "") ? Number(retryAfter) : undefined };
}

/** The name was public when it was stored; where it leads now is checked when it is dialled. */
const lookupPublic: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const found = error ? [] : addresses.filter(({ address }) => isPublicAddress(address));
    const [first] = found;
    if (!first) done(error ?? new Error("the push service has no public address"), "", 4);
    else if (options.all) done(null, found);
    else done(null, first.address, isIP(first.address));
  });
};
