import { eventsResponseSchema } from "@computehive/protocol/indexer-api/event";
import { executionResponseSchema } from "@computehive/protocol/indexer-api/execution";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import type { HiveClient } from "@computehive/sdk/hive-client";
import type { Hex } from "viem";
import type { ApiClient } from "../../../lib/http/api-client.ts";
import { isNotFound } from "../../../lib/http/api-errors.ts";
import { contractAt } from "../known-contracts.ts";

export type SearchResult =
  | { readonly kind: "found"; readonly href: string }
  | { readonly kind: "unknown" }
  | { readonly kind: "malformed" };

export interface SearchPorts {
  readonly hive: HiveClient;
  readonly indexer: ApiClient;
  readonly signal?: AbortSignal;
}

const NUMBER = /^#?(\d{1,15}|\d{1,3}(,\d{3})*)$/;

/** Finds the page of a block, transaction, address, job or execution by what a person pasted. */
export async function resolveSearch(text: string, ports: SearchPorts): Promise<SearchResult> {
  const wanted = text.trim();
  if (NUMBER.test(wanted)) return found(`/explorer/blocks/${wanted.replace(/[#,]/g, "")}`);
  if (/^0x[0-9a-fA-F]{40}$/.test(wanted)) return found(addressPage(wanted, ports));
  if (/^0x[0-9a-fA-F]{64}$/.test(wanted)) return byHash(wanted.toLowerCase() as Hex, ports);
  return { kind: "malformed" };
}

function addressPage(address: string, { hive }: SearchPorts): string {
  return contractAt(hive.deployment, address) ? `/explorer/contracts/${address}` : `/explorer/addresses/${address}`;
}

/** 32 bytes can be many things: the chain is asked first, because it always answers. */
async function byHash(hash: Hex, { hive: { publicClient }, indexer, signal }: SearchPorts): Promise<SearchResult> {
  const [transaction, block] = await Promise.all([
    publicClient.getTransaction({ hash }).catch(() => undefined),
    publicClient.getBlock({ blockHash: hash }).catch(() => undefined),
  ]);
  if (transaction) return found(`/explorer/transactions/${hash}`);
  if (block) return found(`/explorer/blocks/${block.number}`);
  // A list that is empty, and not a refusal that browsers would report as an error.
  const job = await indexer.get(indexerRoutes.events({ job: hash, limit: 1 }), eventsResponseSchema, { signal });
  if (job.items.length > 0) return found(`/jobs/${hash}`);
  const path = indexerRoutes.execution(hash);
  const execution = await indexer.get(path, executionResponseSchema, { signal }).catch(undefinedIfNotFound);
  return execution ? found(`/receipts/${hash}`) : { kind: "unknown" };
}

function undefinedIfNotFound(error: unknown): undefined {
  if (isNotFound(error)) return undefined;
  throw error;
}

function found(href: string): SearchResult {
  return { kind: "found", href };
}
