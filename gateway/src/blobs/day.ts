const DAY_SECONDS = 86_400;

/** Number of the UTC day of a moment in Unix seconds. */
export function dayOf(seconds: number): number {
  return Math.floor(seconds / DAY_SECONDS);
}

/** The midnight after that moment, Unix seconds. */
export function endOfDay(seconds: number): number {
  return (dayOf(seconds) + 1) * DAY_SECONDS;
}
