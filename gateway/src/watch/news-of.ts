import type { NotificationFacts, NotificationKind } from "@computehive/protocol/api/notification";
import { FINDINGS } from "@computehive/protocol/dispute";
import { isRefunded, jobStateOf } from "@computehive/protocol/job-state";
import { type Address, getAddress } from "viem";
import type { News } from "../notifications/notification-rows.ts";
import type { ChainEvent, ChainEvents } from "./chain-events.ts";
import type { Reminder } from "./watch-rows.ts";

type Parties = Pick<ChainEvents, "buyerOf" | "providerOfExecution" | "lastProviderOf" | "providerOfNode">;
type EventOf<Name extends ChainEvent["name"]> = Extract<ChainEvent, { name: Name }>;
type Facts = Omit<NotificationFacts, "transactionHash" | "blockNumber">;

/** Whom an event is told to, and in which words. */
interface Telling {
  readonly kind: NotificationKind;
  readonly to: readonly (Address | undefined)[];
  /** What of this kind happens once. */
  readonly key: string;
  readonly facts: Facts;
}

/** Who wants to hear of an event. An event whose parties the chain does not know is told to nobody. */
export async function newsOf(event: ChainEvent, parties: Parties): Promise<News[]> {
  const tellings = await tellingsOf(event, parties);
  return tellings.flatMap(({ kind, to, key, facts }) =>
    [...new Set(to)]
      .filter((account) => account !== undefined)
      .map((account) => ({
        account: getAddress(account),
        eventKey: `${kind}:${key}`,
        kind,
        at: event.at,
        facts: { ...facts, transactionHash: event.transactionHash, blockNumber: event.blockNumber },
      })),
  );
}

/** What is to be looked at again later. */
export function reminderOf(event: ChainEvent): Reminder | undefined {
  if (event.name !== "ThawStarted") return undefined;
  return {
    account: getAddress(event.provider),
    eventKey: `thaw-finished:${event.thawedAt}`,
    kind: "thaw-finished",
    dueAt: event.thawedAt,
    facts: { amount: String(event.thawing) },
  };
}

const TELLERS: { [Name in ChainEvent["name"]]: (event: EventOf<Name>, parties: Parties) => Promise<Telling[]> } = {
  JobPosted: async () => [],
  ThawStarted: async () => [],
  JobClaimed: async ({ jobId, executionId, node }, { buyerOf }) => [
    { kind: "job-claimed", to: [await buyerOf(jobId)], key: executionId, facts: { jobId, executionId, node } },
  ],
  ReceiptSubmitted: async ({ jobId, executionId, node }, { buyerOf }) => [
    { kind: "result-ready", to: [await buyerOf(jobId)], key: executionId, facts: { jobId, executionId, node } },
  ],
  ExecutionSettled: async ({ jobId, executionId, node, ...event }, { buyerOf, providerOfExecution }) => {
    const state = jobStateOf(event.state);
    const refunded = isRefunded(state);
    const amount = String(refunded ? event.refund : event.amount);
    const to = [await buyerOf(jobId), await providerOfExecution(executionId)];
    const kind = refunded ? "job-refunded" : "job-settled";
    return [{ kind, to, key: executionId, facts: { jobId, executionId, node, amount, state } }];
  },
  ExecutionDisputed: async ({ jobId, executionId }, { providerOfExecution }) => [
    {
      kind: "dispute-opened",
      to: [await providerOfExecution(executionId)],
      key: executionId,
      facts: { jobId, executionId },
    },
  ],
  ExecutionExpired: async ({ jobId, executionId, node, penalty }, { providerOfExecution }) => [
    {
      kind: "execution-expired",
      to: [await providerOfExecution(executionId)],
      key: executionId,
      facts: { jobId, executionId, node, amount: String(penalty) },
    },
  ],
  JobReopened: async ({ jobId, executionId }, { buyerOf }) => [
    { kind: "job-reopened", to: [await buyerOf(jobId)], key: executionId, facts: { jobId, executionId } },
  ],
  JobLapsed: async ({ jobId }, { buyerOf }) => [
    { kind: "job-lapsed", to: [await buyerOf(jobId)], key: jobId, facts: { jobId } },
  ],
  Ruled: async ({ jobId, finding: index }, { buyerOf, lastProviderOf }) => {
    const finding = FINDINGS[index];
    const to = [await buyerOf(jobId), await lastProviderOf(jobId)];
    return [{ kind: "verdict", to, key: jobId, facts: { jobId, ...(finding && { finding }) } }];
  },
  NodePaused: async ({ node, paused, transactionHash }, { providerOfNode }) =>
    paused
      ? [{ kind: "node-paused", to: [await providerOfNode(node)], key: `${node}:${transactionHash}`, facts: { node } }]
      : [],
  Slashed: async ({ provider, burned, fee, transactionHash }) => [
    { kind: "stake-slashed", to: [provider], key: transactionHash, facts: { amount: String(burned + fee) } },
  ],
};

function tellingsOf<Name extends ChainEvent["name"]>(event: EventOf<Name>, parties: Parties): Promise<Telling[]> {
  const tell = TELLERS[event.name as Name] as (event: EventOf<Name>, parties: Parties) => Promise<Telling[]>;
  return tell(event, parties);
}
