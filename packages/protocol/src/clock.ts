/** Where the time comes from. Everything that reads the time takes one, so that tests own it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Whole Unix seconds, as the contracts and the signed statements count. */
export function unixSeconds(clock: Clock): number {
  return Math.floor(clock.now() / 1000);
}
