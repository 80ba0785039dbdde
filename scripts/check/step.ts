/** One thing that `npm run check` looks at. */
export type Step = { readonly name: string } & (
  | { readonly command: readonly [program: string, ...args: string[]] }
  /** Answers what is wrong, one full sentence each; nothing means all is well. */
  | { readonly inspect: () => Promise<readonly string[]> | readonly string[] | Inspection }
);

export interface Inspection {
  /** What is wrong, one full sentence each. */
  readonly problems: readonly string[];
  /** What could not be looked at, and why. */
  readonly note?: string;
}

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly seconds: number;
  /** What the step had to say; shown when it failed. */
  readonly output: string;
  /** Shown always: what could not be looked at, and why. */
  readonly note?: string | undefined;
}
