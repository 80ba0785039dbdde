/** A source of numbers from 0 up to 1 that are the same for the same seed on every machine (mulberry32). */
export type Random = () => number;

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), bits | 61)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from 0 to `count` - 1. */
export function pickIndex(random: Random, count: number): number {
  return Math.floor(random() * count);
}

/** An entry of a list, the front ones more often, as words of a language are. */
export function pick<T>(random: Random, list: readonly T[]): T {
  const even = random();
  return list[Math.floor(even * even * list.length)] as T;
}
