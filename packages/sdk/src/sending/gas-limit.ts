/** Percent. A draw of a seat's price writes one row less where another seat was bought in the same second: a sixth of its gas. */
const MARGIN = 25n;

/**
 * How much gas a transaction may use that was estimated at `estimate`. It is mined later, after other calls and in another second, and may
 * cost more then; what it does not use is not paid.
 */
export function gasLimitOf(estimate: bigint): bigint {
  return (estimate * (100n + MARGIN)) / 100n;
}
