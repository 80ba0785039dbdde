import type { IndexedContract, IndexedEvent } from "@computehive/protocol/indexer-api/event";
import type { Address, Hex } from "viem";

/** What a part of the page wants to hear of; the indexer's topics with types. */
export type LiveTopic =
  | "all"
  | `contract:${IndexedContract}`
  | `account:${Address}`
  | `provider:${Address}`
  | `node:${Address}`
  | `job:${Hex}`
  | `offer:${Hex}`
  | `class:${string}`;

type Matcher = (event: IndexedEvent, value: string) => boolean;

const MATCHERS: Readonly<Record<string, Matcher>> = {
  all: () => true,
  contract: ({ contract }, value) => contract === value,
  account: ({ touches }, value) => touches.accounts.some((one) => one.toLowerCase() === value),
  provider: ({ touches }, value) => touches.provider?.toLowerCase() === value,
  node: ({ touches }, value) => touches.node?.toLowerCase() === value,
  job: ({ touches }, value) => touches.jobId === value,
  offer: ({ touches }, value) => touches.offerId === value,
  class: ({ touches }, value) => touches.resourceClass === value,
};

/** Whether `event` belongs to `topic`. */
export function matchesTopic(topic: LiveTopic, event: IndexedEvent): boolean {
  const [kind = "", ...rest] = topic.split(":");
  const value = rest.join(":");
  return MATCHERS[kind]?.(event, isCased(kind) ? value : value.toLowerCase()) ?? false;
}

/** The most that the indexer takes in one connection. */
const MAX_TOPICS = 32;

/** What to ask the indexer for; everything where the page wants too many different things. */
export function topicsQuery(topics: Iterable<LiveTopic>): string {
  const wanted = new Set([...topics].map((topic) => (isCased(topic.split(":")[0]) ? topic : topic.toLowerCase())));
  return wanted.has("all") || wanted.size > MAX_TOPICS ? "all" : [...wanted].sort().join(",");
}

/** Addresses and hashes are lower-case on the wire; names are what they are. */
function isCased(kind: string | undefined): boolean {
  return kind === "class" || kind === "contract";
}
