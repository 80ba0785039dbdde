/** Keeps pieces of work that share a key apart. */
export interface Locks {
  run<Result>(key: string, work: () => Promise<Result>): Promise<Result>;
}

/** Runs pieces of work that share a key one after the other, and all others side by side. Remembers only keys in use. */
export class KeyedLock implements Locks {
  readonly #tails = new Map<string, Promise<unknown>>();

  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.#tails.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#tails.get(key) === mine) this.#tails.delete(key);
    }
  }
}
