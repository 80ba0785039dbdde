"use client";

import { createHiveClient, type HiveClient } from "@computehive/sdk/hive-client";
import { readToken, type TokenFacts } from "@computehive/sdk/token";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { PublicClient } from "viem";
import { usePublicClient } from "wagmi";
import { useConfig } from "../config/config-context.tsx";
import { useGatewayClient } from "../http/services.tsx";

/** The chain as the SDK reads it. It has no wallet: changes go through `useTransaction`. */
export function useHive(): HiveClient {
  const { deployment } = useConfig();
  const publicClient = usePublicClient() as PublicClient;
  const gateway = useGatewayClient();
  return useMemo(() => createHiveClient({ deployment, publicClient, gateway }), [deployment, publicClient, gateway]);
}

/** The market's token; nothing until the chain has answered once. */
export function useToken(): TokenFacts | undefined {
  const hive = useHive();
  const { data } = useQuery({
    queryKey: ["chain", "token", hive.deployment.contracts.token],
    queryFn: () => readToken(hive),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data;
}
