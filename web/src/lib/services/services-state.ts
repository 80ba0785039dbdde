"use client";

import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { type IndexerStatus, indexerStatusSchema } from "@computehive/protocol/indexer-api/status";
import { useQuery } from "@tanstack/react-query";
import { useHive } from "../chain/use-hive.ts";
import { useConfig } from "../config/config-context.tsx";
import { useGatewayClient, useIndexer } from "../http/services.tsx";

export interface ChainHead {
  readonly number: bigint;
  /** Unix seconds. */
  readonly timestamp: number;
  readonly gasPrice: bigint | null;
}

export const chainHeadKey = ["chain", "head"] as const;
export const indexerStatusKey = ["indexer", "status"] as const;
const gatewayInfoKey = ["gateway", "info"] as const;

const ASK_MS = 4_000;
const ASK_SLOWLY_MS = 15_000;

/** The chain's newest block, straight from the RPC: the proof that the RPC answers, and the clock of the contracts. */
export function useChainHead() {
  const { publicClient } = useHive();
  const { isLocalChain } = useConfig();
  return useQuery({
    queryKey: chainHeadKey,
    queryFn: async (): Promise<ChainHead> => {
      const { number, timestamp, baseFeePerGas } = await publicClient.getBlock();
      return { number, timestamp: Number(timestamp), gasPrice: baseFeePerGas };
    },
    refetchInterval: isLocalChain ? ASK_MS / 2 : ASK_MS,
  });
}

export type IndexerState =
  | { readonly kind: "unknown" }
  | { readonly kind: "current"; readonly status: IndexerStatus }
  /** Shows an older chain than the RPC does. */
  | { readonly kind: "behind"; readonly blocks: number; readonly status: IndexerStatus }
  /** Does not answer, follows another chain, or shows a history that is gone. */
  | { readonly kind: "away"; readonly reason: "silent" | "other-chain" | "stuck" };

/** Fewer blocks are the ordinary way of things. */
const TOLERATED_BLOCKS = 5;

/** Whether the indexer can be trusted to show the present. */
export function useIndexerState(): IndexerState {
  const indexer = useIndexer();
  const { deployment } = useConfig();
  const { data, isError } = useQuery({
    queryKey: indexerStatusKey,
    queryFn: ({ signal }) => indexer.get(indexerRoutes.status(), indexerStatusSchema, { signal }),
    refetchInterval: ASK_MS,
  });
  const head = useChainHead().data;
  if (isError) return { kind: "away", reason: "silent" };
  if (!data) return { kind: "unknown" };
  if (data.genesisHash !== deployment.genesisHash) return { kind: "away", reason: "other-chain" };
  if (data.stuck) return { kind: "away", reason: "stuck" };
  const blocks = behindOf(data, head?.number);
  return blocks > TOLERATED_BLOCKS || !data.ready
    ? { kind: "behind", blocks, status: data }
    : { kind: "current", status: data };
}

function behindOf({ behindBlocks, indexed }: IndexerStatus, head: bigint | undefined): number {
  const byRpc = head === undefined || !indexed ? 0 : Number(head) - indexed.number;
  return Math.max(0, behindBlocks ?? 0, byRpc);
}

/** Whether the gateway answers, and what it accepts. */
export function useGatewayInfo() {
  const gateway = useGatewayClient();
  return useQuery({
    queryKey: gatewayInfoKey,
    queryFn: ({ signal }) => gateway.info({ signal }),
    refetchInterval: ASK_SLOWLY_MS,
  });
}
