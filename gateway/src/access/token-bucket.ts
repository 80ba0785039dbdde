import type { Clock } from "@computehive/protocol/clock";

export interface RateLimit {
  /** Requests that may come at once. */
  readonly burst: number;
  /** Requests a second in the long run. */
  readonly perSecond: number;
}

export type RateVerdict =
  | { readonly kind: "allowed" }
  | { readonly kind: "limited"; readonly retryAfterSeconds: number };

export interface RateLimiter {
  take(key: string): RateVerdict;
}

interface Bucket {
  tokens: number;
  at: number;
}

/**
 * One bucket a key. Memory is bounded by `maxKeys`: the key that was used longest ago is forgotten, which at worst gives it a
 * fresh burst.
 */
export function createRateLimiter(
  limit: RateLimit,
  { clock, maxKeys = 10_000 }: { clock: Clock; maxKeys?: number },
): RateLimiter {
  const buckets = new Map<string, Bucket>();

  return {
    take(key) {
      const now = clock.now();
      const bucket = buckets.get(key) ?? { tokens: limit.burst, at: now };
      // A Map iterates by insertion: taking the entry out and back in keeps it sorted by last use.
      buckets.delete(key);
      if (buckets.size >= maxKeys) forgetOldest(buckets);
      buckets.set(key, bucket);

      const elapsed = Math.max(0, now - bucket.at) / 1000;
      bucket.tokens = Math.min(limit.burst, bucket.tokens + elapsed * limit.perSecond);
      bucket.at = now;
      if (bucket.tokens < 1) {
        return { kind: "limited", retryAfterSeconds: Math.max(1, Math.ceil((1 - bucket.tokens) / limit.perSecond)) };
      }
      bucket.tokens -= 1;
      return { kind: "allowed" };
    },
  };
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  const oldest = buckets.keys().next();
  if (!oldest.done) buckets.delete(oldest.value);
}
