"use client";

import { GatewayRefusedError } from "@computehive/sdk/gateway/gateway-errors";
import { useQuery } from "@tanstack/react-query";
import type { Hex } from "viem";
import { useGatewayClient } from "../http/services.tsx";
import { jobKeys } from "../jobs/job-keys.ts";

/** A node reports and uploads within seconds; milliseconds. */
const ASK_AGAIN_MS = 3_000;

/** What the gateway has of an execution: phases, and the receipt once it is uploaded. `null`: it knows nothing of it. */
export function useGatewayExecution(
  executionId: Hex | undefined,
  { isExpected = false }: { isExpected?: boolean } = {},
) {
  const gateway = useGatewayClient();
  return useQuery({
    queryKey: jobKeys.execution(executionId ?? "0x"),
    enabled: executionId !== undefined,
    queryFn: ({ signal }) =>
      gateway.execution(executionId as Hex, { signal }).catch((error: unknown) => {
        if (isGone(error)) return null;
        throw error;
      }),
    // An upload that a receipt on the chain promises is waited for.
    refetchInterval: ({ state }) => (isExpected && !state.data?.receipt ? ASK_AGAIN_MS : false),
  });
}

/** The manifest that an order names; its bytes are checked against the hash. */
export function useManifest(manifestHash: Hex | undefined) {
  const gateway = useGatewayClient();
  return useQuery({
    queryKey: jobKeys.blob(manifestHash ?? "0x"),
    enabled: manifestHash !== undefined,
    queryFn: async ({ signal }) => {
      const { fetchManifest } = await import("@computehive/sdk/verify/documents");
      return fetchManifest(gateway, manifestHash as Hex, { signal });
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failures, error) => !isGone(error) && failures < 2,
  });
}

/** The gateway has nothing by that name, or no longer. */
export function isGone(error: unknown): boolean {
  return error instanceof GatewayRefusedError && (error.status === 404 || error.status === 410);
}
