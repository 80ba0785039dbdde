/** Bounds how much of something happens at once, in all and for each key. */
export interface Slots {
  /** Takes a slot. @returns the function that gives it back, or nothing where none is free. */
  take(key: string): (() => void) | undefined;
  readonly taken: number;
}

export function createSlots({ total, perKey }: { total: number; perKey: number }): Slots {
  const takenBy = new Map<string, number>();
  let taken = 0;

  return {
    take(key) {
      const mine = takenBy.get(key) ?? 0;
      if (taken >= total || mine >= perKey) return undefined;
      taken += 1;
      takenBy.set(key, mine + 1);
      let isGivenBack = false;
      return () => {
        if (isGivenBack) return;
        isGivenBack = true;
        taken -= 1;
        const left = (takenBy.get(key) ?? 1) - 1;
        if (left === 0) takenBy.delete(key);
        else takenBy.set(key, left);
      };
    },
    get taken() {
      return taken;
    },
  };
}
