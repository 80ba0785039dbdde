import type { TransactionPhase } from "../lib/transactions/phases.ts";

export const transactionTexts = {
  confirmed: (title: string) => `${title}: done`,
  declined: (title: string) => `${title}: declined`,
  failed: (title: string) => `${title}: failed`,
  notIndexed: "It is on the chain. The indexer has not shown it yet, so lists may be a little old.",
  view: "View transaction",
  phases: {
    idle: "",
    simulating: "Checking with the contract…",
    signing: "Confirm in your wallet…",
    pending: "Waiting for the chain…",
    confirmed: "Done",
    failed: "Try again",
  } satisfies Record<TransactionPhase, string>,
  indexing: "Mined. Waiting for the lists…",
  step: (number: number, count: number) => `Step ${number} of ${count}: `,
} as const;
