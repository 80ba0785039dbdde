"use client";

import { type NodeResponse, nodeResponseSchema } from "@computehive/protocol/api/node";
import { routes } from "@computehive/protocol/api/routes";
import { useQuery } from "@tanstack/react-query";
import type { Address } from "viem";
import { isNotFound } from "../../lib/http/api-errors.ts";
import { useGateway } from "../../lib/http/services.tsx";

/** What the gateway last heard of a node: its heartbeat, that it knows none, or that the gateway is away. */
export type Heard =
  | { readonly kind: "unknown" }
  | { readonly kind: "never" }
  | { readonly kind: "away" }
  | { readonly kind: "heard"; readonly node: NodeResponse };

const ASK_MS = 10_000;

export function useHeard(node: Address | undefined): Heard {
  const gateway = useGateway();
  const { data, isError } = useQuery({
    queryKey: ["gateway", "node", node],
    enabled: node !== undefined,
    queryFn: async ({ signal }): Promise<NodeResponse | null> => {
      try {
        return await gateway.get(routes.node(node as Address), nodeResponseSchema, { signal });
      } catch (error) {
        if (isNotFound(error)) return null;
        throw error;
      }
    },
    refetchInterval: ASK_MS,
  });
  if (isError) return { kind: "away" };
  if (data === undefined) return { kind: "unknown" };
  return data === null ? { kind: "never" } : { kind: "heard", node: data };
}
