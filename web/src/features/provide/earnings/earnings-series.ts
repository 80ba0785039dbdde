/** One payment to a provider's payee. */
export interface Payment {
  /** When it was settled, Unix seconds. */
  readonly at: number;
  /** In the token's smallest unit. */
  readonly amount: bigint;
}

export interface EarningsBucket {
  /** Its first second, Unix. */
  readonly from: number;
  readonly amount: bigint;
  readonly count: number;
}

export type BucketSize = "minute" | "hour" | "day";

const SECONDS: Record<BucketSize, number> = { minute: 60, hour: 3_600, day: 86_400 };
/** More bars than this are a carpet. */
const MOST_BUCKETS = 90;

/** The finest size in which everything since the first payment fits into one picture; days beyond that. */
export function bucketSizeFor(payments: readonly Payment[], now: number): BucketSize {
  const first = Math.min(now, ...payments.map(({ at }) => at));
  return (["minute", "hour"] as const).find((size) => (now - first) / SECONDS[size] <= MOST_BUCKETS) ?? "day";
}

/** Sums per bucket (UTC) from the first payment to now, empty ones included; the newest at most. */
export function earningsSeries(payments: readonly Payment[], size: BucketSize, now: number): EarningsBucket[] {
  if (payments.length === 0) return [];
  const length = SECONDS[size];
  const start = (at: number) => Math.floor(at / length) * length;
  const newest = start(now);
  const oldest = Math.max(start(Math.min(...payments.map(({ at }) => at))), newest - (MOST_BUCKETS - 1) * length);
  const sums = new Map<number, { amount: bigint; count: number }>();
  for (const { at, amount } of payments) {
    const sum = sums.get(start(at)) ?? { amount: 0n, count: 0 };
    sums.set(start(at), { amount: sum.amount + amount, count: sum.count + 1 });
  }
  const buckets: EarningsBucket[] = [];
  for (let from = oldest; from <= newest; from += length) {
    buckets.push({ from, ...(sums.get(from) ?? { amount: 0n, count: 0 }) });
  }
  return buckets;
}
