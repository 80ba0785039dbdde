import type { Deployment } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { indexerStatusSchema } from "@computehive/protocol/indexer-api/status";
import { type TotalsResponse, totalsResponseSchema } from "@computehive/protocol/indexer-api/totals";
import { createPublicClient, http } from "viem";
import type { z } from "zod";
import { chainTotals } from "./chain-totals.ts";

export interface Difference {
  /** Such as `jobs.open` or `events.market.JobPosted`. */
  readonly figure: string;
  readonly chain: string;
  readonly indexer: string;
}

export interface Comparison {
  readonly block: number;
  readonly figures: number;
  readonly differences: readonly Difference[];
}

/**
 * Compares an indexer's totals with what the chain itself says at the same block.
 *
 * @throws IndexerUnreadableError where the indexer does not answer, or follows another deployment.
 */
export async function compareTotals({
  deployment,
  rpcUrl,
  indexerUrl,
}: {
  deployment: Deployment;
  rpcUrl: string;
  indexerUrl: string;
}): Promise<Comparison> {
  const status = await ask(indexerUrl, indexerRoutes.status(), indexerStatusSchema);
  if (status.genesisHash !== deployment.genesisHash || status.chainId !== deployment.chainId) {
    throw new IndexerUnreadableError({ url: indexerUrl, reason: "it follows another chain" });
  }
  if (!status.ready) throw new IndexerUnreadableError({ url: indexerUrl, reason: "it still reads the history" });
  const totals = await ask(indexerUrl, indexerRoutes.totals(), totalsResponseSchema);
  const client = createPublicClient({ transport: http(rpcUrl), cacheTime: 0 });
  const expected = await chainTotals(client, deployment, BigInt(totals.asOf.block));
  return { block: totals.asOf.block, ...differencesOf(expected, totals) };
}

type Figures = Omit<TotalsResponse, "asOf">;

/** A figure that one side lacks is zero there. */
export function differencesOf(chain: Figures, indexer: Figures): Pick<Comparison, "figures" | "differences"> {
  const ofChain = flatten(chain);
  const ofIndexer = flatten(indexer);
  const names = [...new Set([...ofChain.keys(), ...ofIndexer.keys()])].sort();
  const differences = names
    .map((figure) => ({ figure, chain: ofChain.get(figure) ?? "0", indexer: ofIndexer.get(figure) ?? "0" }))
    .filter((pair) => pair.chain !== pair.indexer);
  return { figures: names.length, differences };
}

function flatten({
  events,
  jobs,
  executions,
  offers,
  nodes,
  escrow,
  stake,
  settlements,
}: Figures): Map<string, string> {
  const groups = { events, jobs, executions, offers, nodes, escrow, stake, settlements };
  const figures = Object.entries(groups).flatMap(([group, values]) =>
    Object.entries(values).map(([name, value]) => [`${group}.${name}`, String(value)] as const),
  );
  return new Map(figures);
}

async function ask<schema extends z.ZodType>(url: string, path: string, schema: schema): Promise<z.output<schema>> {
  try {
    const response = await fetch(new URL(path, url));
    return schema.parse(await response.json());
  } catch (cause) {
    throw new IndexerUnreadableError({ url, reason: `it does not answer ${path} as an indexer does`, cause });
  }
}

export class IndexerUnreadableError extends ComputeHiveError {
  override readonly name = "IndexerUnreadableError";
  constructor({ url, reason, cause }: { url: string; reason: string; cause?: unknown }) {
    super("The indexer cannot be compared.", { metaMessages: [`URL:    ${url}`, `Reason: ${reason}.`], cause });
  }
}
