/** Repeatable chance: the same seed throws the same. */
export interface Dice {
  /** 0 to `below` − 1. */
  number(below: number): number;
  chance(percent: number): boolean;
  oneOf<value>(values: readonly value[]): value;
}

/** Mulberry32: short, and good enough to choose calls by. */
export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const number = (below: number) => Math.floor(next() * below);
  return {
    number,
    chance: (percent) => number(100) < percent,
    oneOf(values) {
      if (values.length === 0) throw new Error("There is nothing to choose from.");
      return values[number(values.length)]!;
    },
  };
}
