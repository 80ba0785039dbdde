"use client";

import type { NodeResponse } from "@computehive/protocol/api/node";
import type { IndexedNode } from "@computehive/protocol/indexer-api/provider";
import type { Address } from "viem";
import { useHeartbeats, useProviderNodes } from "../queries.ts";
import { type GasMoney, gasMoneyOf } from "./gas-money.ts";
import { conditionOf, type NodeCondition } from "./node-condition.ts";
import { useCoins } from "./use-coins.ts";

/** A node as chain, gateway and RPC together know it. */
export interface NodeView {
  readonly node: IndexedNode;
  readonly heard: NodeResponse | undefined;
  readonly condition: NodeCondition;
  /** Nothing until the chain has answered. */
  readonly gas: GasMoney | undefined;
}

export function viewOf(
  node: IndexedNode,
  { heard, coin }: { heard: NodeResponse | "away" | undefined; coin: bigint | undefined },
): NodeView {
  const response = heard === "away" ? undefined : heard;
  const saysLow = /gas-money/.test(response?.heartbeat.alarm ?? "");
  return {
    node,
    heard: response,
    condition: conditionOf(node, heard),
    gas: coin === undefined ? undefined : gasMoneyOf(coin, { saysLow }),
  };
}

/** The provider's nodes with what everybody says of them. `isGatewayAway`: nobody can say which agents live. */
export function useNodeViews(provider: Address) {
  const nodes = useProviderNodes(provider);
  const heartbeats = useHeartbeats();
  const isGatewayAway = heartbeats.isError;
  const coins = useCoins((nodes.data ?? []).filter(({ state }) => state !== "retired").map(({ node }) => node));
  const isKnown = isGatewayAway || heartbeats.data !== undefined;
  const views = isKnown
    ? nodes.data?.map((node) => {
        const address = node.node.toLowerCase();
        const heard = isGatewayAway ? ("away" as const) : heartbeats.data?.get(address);
        return viewOf(node, { heard, coin: coins.get(address) });
      })
    : undefined;
  return { query: nodes, views, isGatewayAway };
}
