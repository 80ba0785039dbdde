/** Stake on its way out. */
export type ThawState =
  | { readonly kind: "nothing" }
  /** `remaining` in seconds, above zero. */
  | { readonly kind: "thawing"; readonly amount: bigint; readonly until: number; readonly remaining: number }
  | { readonly kind: "ready"; readonly amount: bigint };

export interface ThawClock {
  /** Of the newest block, Unix seconds: the contract compares with nothing else. */
  readonly blockTime: number;
  /** Ticks between blocks, Unix seconds. */
  readonly now: number;
}

export function thawState(
  { thawing, thawedAt }: { thawing: bigint; thawedAt: number },
  { blockTime, now }: ThawClock,
): ThawState {
  if (thawing === 0n) return { kind: "nothing" };
  if (blockTime >= thawedAt) return { kind: "ready", amount: thawing };
  return { kind: "thawing", amount: thawing, until: thawedAt, remaining: Math.max(1, thawedAt - now) };
}
