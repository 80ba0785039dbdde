import { setTimeout as wait } from "node:timers/promises";
import type { Style } from "../forge-verifier.ts";
import type { StandardInput } from "./compile-input.ts";

/** What reached the explorer as sources of a contract. */
export interface Submission {
  readonly style: Style;
  readonly address: string;
  /** `path:Name`. */
  readonly contract: string;
  readonly compilerVersion: string;
  /** Without 0x. Sourcify is not told: it reads the chain. */
  readonly constructorArguments: string;
  readonly input: StandardInput;
}

/** Says what is wrong with the sources, as an explorer finds out after it took them. */
export type Judge = (submission: Submission) => Promise<string | undefined>;

/** What an explorer knows, and is still working at. */
export interface Books {
  readonly submissions: readonly Submission[];
  isKnown(address: string): boolean;
  /** Takes sources, begins to judge them, and gives them a number. */
  take(submission: Submission): string;
  /** Nothing where nobody was given this number. */
  look(id: string): Promise<Job | undefined>;
}

export interface Job {
  readonly address: string;
  readonly state: "pending" | "good" | "bad";
  readonly fault?: string | undefined;
}

/** Clients give up a question that is not answered for half a minute. */
const PATIENCE_MS = 3_000;

export function openBooks(judge: Judge, verified: readonly string[]): Books {
  const known = new Set(verified.map((address) => address.toLowerCase()));
  const submissions: Submission[] = [];
  const verdicts = new Map<string, Promise<Job>>();
  return {
    submissions,
    isKnown: (address) => known.has(address.toLowerCase()),
    take(submission) {
      submissions.push(submission);
      const id = `11111111-1111-4111-8111-${String(submissions.length).padStart(12, "0")}`;
      verdicts.set(id, decide(submission));
      return id;
    },
    async look(id) {
      const verdict = verdicts.get(id);
      const pending = { address: "", state: "pending" } as const;
      return verdict && Promise.race([verdict, wait(PATIENCE_MS, pending)]);
    },
  };

  async function decide(submission: Submission): Promise<Job> {
    const { address } = submission;
    const fault = await judge(submission);
    if (fault) return { address, state: "bad", fault };
    known.add(address.toLowerCase());
    return { address, state: "good" };
  }
}
