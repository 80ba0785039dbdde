"use client";

import { createHiveClient, type HiveClient } from "@computehive/sdk/hive-client";
import type { TokenFacts } from "@computehive/sdk/token";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Client } from "viem";
import { useClient } from "wagmi";
import { useConfig } from "../config/config-context.tsx";
import { useGatewayClient } from "../http/services.tsx";
import { lazyPublicClient } from "./lazy-public-client.ts";

/** The chain as the SDK reads it. It has no wallet: changes go through `useTransaction`. */
export function useHive(): HiveClient {
  const { deployment } = useConfig();
  const client = useClient() as Client;
  const gateway = useGatewayClient();
  return useMemo(
    () => createHiveClient({ deployment, publicClient: lazyPublicClient(client), gateway }),
    [deployment, client, gateway],
  );
}

/** The market's token; nothing until the chain has answered once. */
export function useToken(): TokenFacts | undefined {
  const hive = useHive();
  const { data } = useQuery({
    queryKey: ["chain", "token", hive.deployment.contracts.token],
    queryFn: async () => (await import("@computehive/sdk/token")).readToken(hive),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
  return data;
}
