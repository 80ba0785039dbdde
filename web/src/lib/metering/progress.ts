/** How far a program is. */
export interface MeterProgress {
  /** Preparing: the module is read, checked and compiled, and its speed is measured. */
  readonly stage: "preparing" | "running";
  /** Since the program itself started. */
  readonly milliseconds: number;
  /** Fuel used so far. */
  readonly fuel: bigint;
  /** Whether `fuel` is the meter's own count, or estimated from the speed of the first stretch. */
  readonly isExact: boolean;
}

export interface ProgressFacts {
  /** Milliseconds on any clock; undefined before the program started. */
  readonly startedAt: number | undefined;
  readonly now: number;
  /** The last exact count, and when it came. */
  readonly known: { readonly fuel: bigint; readonly at: number } | undefined;
  readonly fuelPerMillisecond: number | undefined;
  /** No program uses more. */
  readonly most: bigint;
}

/** The best that can be said: from the last exact count on, by the measured speed, and never more than there is. */
export function progressOf({ startedAt, now, known, fuelPerMillisecond, most }: ProgressFacts): MeterProgress {
  if (startedAt === undefined) return { stage: "preparing", milliseconds: 0, fuel: 0n, isExact: true };
  const since = known ?? { fuel: 0n, at: startedAt };
  const milliseconds = Math.max(0, now - startedAt);
  const age = Math.max(0, now - since.at);
  if (fuelPerMillisecond === undefined || age === 0) {
    return { stage: "running", milliseconds, fuel: since.fuel, isExact: age === 0 };
  }
  const estimate = since.fuel + BigInt(Math.floor(age * fuelPerMillisecond));
  return { stage: "running", milliseconds, fuel: estimate < most ? estimate : most, isExact: false };
}

/** Part of `expected` that is used, 0 to 1; below 1 until the program has really ended. */
export function shareOf({ fuel }: MeterProgress, expected: bigint): number {
  if (expected <= 0n) return 0;
  return Math.min(0.99, Number((fuel * 1_000n) / expected) / 1_000);
}
