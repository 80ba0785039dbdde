import type { EventRow } from "../answers/events.ts";

/** Every topic that an event belongs to. */
export function topicsOf({ contract, accounts, provider, node, jobId, offerId, resourceClass }: EventRow): Set<string> {
  const topics = new Set(["all", `contract:${contract}`]);
  for (const account of accounts) topics.add(`account:${account}`);
  if (provider) topics.add(`provider:${provider}`);
  if (node) topics.add(`node:${node}`);
  if (jobId) topics.add(`job:${jobId}`);
  if (offerId) topics.add(`offer:${offerId}`);
  if (resourceClass) topics.add(`class:${resourceClass}`);
  return topics;
}
