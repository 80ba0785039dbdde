"use client";

import { nodesResponseSchema as heardSchema } from "@computehive/protocol/api/node";
import { routes } from "@computehive/protocol/api/routes";
import { LARGEST_PAGE } from "@computehive/protocol/indexer-api/common";
import { type IndexedNode, nodesResponseSchema } from "@computehive/protocol/indexer-api/provider";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ApiClient } from "../../../lib/http/api-client.ts";
import { useGateway, useIndexer } from "../../../lib/http/services.tsx";
import type { NodeFacts } from "../model/arrange.ts";
import { bookKeys } from "../queries.ts";

/** Pages of nodes that are read at most: five thousand nodes. */
const MOST_PAGES = 25;
const ASK_MS = 20_000;

/** Region and presence by node: the region from the chain, the presence from the gateway. */
export function useNodeFacts(resourceClass: string): ReadonlyMap<string, NodeFacts> {
  const indexer = useIndexer();
  const gateway = useGateway();
  const nodes = useQuery({
    queryKey: bookKeys.nodes(resourceClass),
    queryFn: ({ signal }) => readNodes(indexer, resourceClass, signal),
    staleTime: ASK_MS,
  });
  const heard = useQuery({
    queryKey: bookKeys.heard,
    queryFn: ({ signal }) => gateway.get(routes.nodes(), heardSchema, { signal }),
    refetchInterval: ASK_MS,
  });
  return useMemo(() => {
    const online = new Set(
      heard.data?.nodes.filter((node) => node.online).map(({ heartbeat }) => heartbeat.node.toLowerCase()),
    );
    return new Map((nodes.data ?? []).map(({ node, region }) => [node, { region, online: online.has(node) }]));
  }, [nodes.data, heard.data]);
}

async function readNodes(indexer: ApiClient, resourceClass: string, signal: AbortSignal): Promise<IndexedNode[]> {
  const nodes: IndexedNode[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const path = indexerRoutes.nodes({ resourceClass, limit: LARGEST_PAGE, ...(cursor && { cursor }) });
    const { items, next } = await indexer.get(path, nodesResponseSchema, { signal });
    nodes.push(...items);
    if (!next) break;
    cursor = next;
  }
  return nodes;
}
