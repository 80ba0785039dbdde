import type { Address, Hex } from "viem";
import type { AccountQuery } from "./account.ts";
import type { BookQuery, PricesQuery } from "./book.ts";
import type { BlocksQuery, EventsQuery } from "./event.ts";
import type { ExecutionsQuery } from "./execution.ts";
import type { JobsQuery } from "./job.ts";
import type { LiveQuery } from "./live.ts";
import type { OffersQuery } from "./offer.ts";
import type { NodesQuery, ProvidersQuery } from "./provider.ts";

/** Paths of the indexer's HTTP API with their queries, relative to its URL. Refusals have the body of `api/error-body.ts`. */
export const indexerRoutes = {
  health: () => "/health",
  graphql: () => "/graphql",
  status: () => "/v1/status",
  totals: () => "/v1/totals",
  book: (query: BookQuery) => withQuery("/v1/book", query),
  resourceClasses: () => "/v1/resource-classes",
  prices: (query: PricesQuery) => withQuery("/v1/prices", query),
  offers: (query: OffersQuery = {}) => withQuery("/v1/offers", query),
  offer: (offerId: Hex) => `/v1/offers/${offerId}`,
  jobs: (query: JobsQuery = {}) => withQuery("/v1/jobs", query),
  job: (jobId: Hex) => `/v1/jobs/${jobId}`,
  /** Of the jury. */
  juryCase: (jobId: Hex) => `/v1/jobs/${jobId}/case`,
  executions: (query: ExecutionsQuery = {}) => withQuery("/v1/executions", query),
  execution: (executionId: Hex) => `/v1/executions/${executionId}`,
  providers: (query: ProvidersQuery = {}) => withQuery("/v1/providers", query),
  provider: (provider: Address) => `/v1/providers/${provider}`,
  nodes: (query: NodesQuery = {}) => withQuery("/v1/nodes", query),
  node: (node: Address) => `/v1/nodes/${node}`,
  account: (account: Address, query: AccountQuery = {}) => withQuery(`/v1/accounts/${account}`, query),
  events: (query: EventsQuery = {}) => withQuery("/v1/events", query),
  blocks: (query: BlocksQuery = {}) => withQuery("/v1/blocks", query),
  /** Server-sent events: see `live.ts`. */
  live: (query: LiveQuery = {}) => withQuery("/v1/live", query),
} as const;

function withQuery(path: string, query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  if (given.length === 0) return path;
  return `${path}?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}
