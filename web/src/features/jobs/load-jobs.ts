import { jobsResponseSchema } from "@computehive/protocol/indexer-api/job";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import type { HiveClient } from "@computehive/sdk/hive-client";
import type { Address } from "viem";
import type { ApiClient } from "../../lib/http/api-client.ts";
import { FILTER_STATES, type JobFilter } from "./job-filter.ts";
import { type JobRow, rowOfIndexed, rowOfSummary } from "./job-row.ts";

export interface JobListQuery {
  /** Nothing for everybody's. */
  readonly buyer: Address | undefined;
  readonly filter: JobFilter;
}

export interface JobPage {
  readonly rows: readonly JobRow[];
  /** Where the next page begins; nothing on the last one. */
  readonly next: string | undefined;
  readonly source: "indexer" | "chain";
}

export interface JobListPorts {
  readonly hive: HiveClient;
  readonly indexer: ApiClient;
  readonly avoidIndexer: boolean;
  readonly signal?: AbortSignal | undefined;
}

const PAGE = 25;
/** Marks a page that was read from the chain: such lists are counted, not pointed at. */
const FROM_CHAIN = "chain-";

/** One page, the newest first: from the indexer, or from the chain's events where it is behind or does not answer. */
export async function loadJobs(query: JobListQuery, cursor: string | undefined, ports: JobListPorts): Promise<JobPage> {
  const { indexer, avoidIndexer, signal } = ports;
  if (avoidIndexer || cursor?.startsWith(FROM_CHAIN)) return pageOfChain(query, cursor, ports);
  const states = FILTER_STATES[query.filter];
  const path = indexerRoutes.jobs({
    limit: PAGE,
    ...(cursor && { cursor }),
    ...(query.buyer && { buyer: query.buyer }),
    ...(states && { state: states.join(",") }),
  });
  const found = await indexer.get(path, jobsResponseSchema, { signal }).catch((error: unknown) => {
    signal?.throwIfAborted();
    if (cursor) throw error;
    return undefined;
  });
  if (!found) return pageOfChain(query, cursor, ports);
  return { rows: found.items.map(rowOfIndexed), next: found.next, source: "indexer" };
}

async function pageOfChain(
  { buyer, filter }: JobListQuery,
  cursor: string | undefined,
  { hive, signal }: JobListPorts,
): Promise<JobPage> {
  // Reading and decoding events: of use only where the indexer is not.
  const { listJobs } = await import("@computehive/sdk/jobs/list-jobs");
  const jobs = await listJobs(hive, { buyer, states: FILTER_STATES[filter], signal });
  const from = cursor ? Number(cursor.slice(FROM_CHAIN.length)) : 0;
  const rows = jobs
    .reverse()
    .slice(from, from + PAGE)
    .map(rowOfSummary);
  const isLast = from + PAGE >= jobs.length;
  return { rows, next: isLast ? undefined : `${FROM_CHAIN}${from + PAGE}`, source: "chain" };
}
