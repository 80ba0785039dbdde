"use client";

import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { useHive } from "../../../lib/chain/use-hive.ts";

const ASK_MS = 3_000;

export function nodeStateKey(node: Address | undefined) {
  return ["chain", "node", node?.toLowerCase()] as const;
}

/** Who registered a node key, as the chain has it now; null for nobody. */
export function useNodeState(node: Address | undefined) {
  const hive = useHive();
  return useQuery({
    queryKey: nodeStateKey(node),
    enabled: node !== undefined,
    queryFn: async () => {
      const { readNode } = await import("@computehive/sdk/nodes/nodes");
      return (await readNode(hive, node as Address)) ?? null;
    },
    refetchInterval: ({ state }) => (state.data ? false : ASK_MS),
  });
}
