"use client";

import type { GatewayClient } from "@computehive/sdk/gateway-client";
import type { RetryPolicy } from "@computehive/sdk/retry";
import { createContext, type ReactNode, useContext, useState } from "react";
import { useConfig } from "../config/config-context.tsx";
import type { PublicConfig } from "../config/public-config.ts";
import { type ApiClient, createApiClient } from "./api-client.ts";
import { lazyGatewayClient } from "./lazy-gateway-client.ts";

interface Services {
  readonly indexer: ApiClient;
  readonly gateway: ApiClient;
  readonly gatewayClient: GatewayClient;
}

/** A person waits: two tries, then the page says what is wrong and goes on asking in the background. */
const PATIENCE: RetryPolicy = { attempts: 2, baseDelay: 300, maxDelay: 1_000 };

const ServicesContext = createContext<Services | undefined>(undefined);

export function ServicesProvider({ children }: { children: ReactNode }) {
  const config = useConfig();
  const [services] = useState(() => createServices(config));
  return <ServicesContext value={services}>{children}</ServicesContext>;
}

function createServices({ indexerUrl, gatewayUrl }: PublicConfig): Services {
  return {
    indexer: createApiClient({ service: "indexer", url: indexerUrl, retry: PATIENCE }),
    gateway: createApiClient({ service: "gateway", url: gatewayUrl, retry: PATIENCE, withSession: true }),
    gatewayClient: lazyGatewayClient({
      url: gatewayUrl,
      retry: PATIENCE,
      fetch: fetchFromGateway,
    }),
  };
}

/** Any gateway may be read by anybody; what changes something goes with the session's cookie. */
const fetchFromGateway: typeof globalThis.fetch = (input, init) => {
  const isReading = init?.method === "GET" || init?.method === "HEAD";
  return globalThis.fetch(input, { ...init, credentials: isReading ? "omit" : "include" });
};

function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error("This hook needs a ServicesProvider above it.");
  return services;
}

/** The indexer's API: `useIndexer().get(indexerRoutes.offers(), offersResponseSchema, { signal })`. */
export function useIndexer(): ApiClient {
  return useServices().indexer;
}

/** The gateway's API with the session's cookie: sessions, keys, saved manifests, notifications. */
export function useGateway(): ApiClient {
  return useServices().gateway;
}

/** The gateway's blobs, manifests, logs and nodes, as every other client uses them. */
export function useGatewayClient(): GatewayClient {
  return useServices().gatewayClient;
}
