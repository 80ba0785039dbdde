/** A change that no test can notice, with the reason. `before` and `after` are as `scripts/mutate.ts` prints them. */
export interface Equivalent {
  file: string;
  before: string;
  after: string;
  reason: string;
}

export const equivalents: readonly Equivalent[] = [];
