/** Stake on its way out. */
export type ThawState =
  | { readonly kind: "nothing" }
  /** `remaining` in seconds, above zero. */
  | { readonly kind: "thawing"; readonly amount: bigint; readonly until: number; readonly remaining: number }
  | { readonly kind: "ready"; readonly amount: bigint };

/** @param now The chain's time, Unix seconds: the contract compares with nothing else. */
export function thawState({ thawing, thawedAt }: { thawing: bigint; thawedAt: number }, now: number): ThawState {
  if (thawing === 0n) return { kind: "nothing" };
  if (now >= thawedAt) return { kind: "ready", amount: thawing };
  return { kind: "thawing", amount: thawing, until: thawedAt, remaining: thawedAt - now };
}
