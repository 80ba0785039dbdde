/** Percent. */
const MARGIN = 25n;

/** Three slots written for the first time instead of again: what leaving the jury's pool costs in another second than joining it. */
export const THREE_NEW_SLOTS = 60_000n;

/**
 * How much gas a transaction may use that was estimated at `estimate`. It is mined later, after other calls and in another second, and may
 * cost more then; what it does not use is not paid.
 */
export function gasLimitOf(estimate: bigint, more = 0n): bigint {
  return (estimate * (100n + MARGIN)) / 100n + more;
}
