import type { Address, Hex } from "viem";

/** Paths of the gateway's HTTP API, relative to its URL. */
export const routes = {
  health: () => "/health",
  info: () => "/v1/info",
  blob: (cid: string) => `/v1/blobs/${cid}`,
  /** POST a manifest to have it checked and stored; the answer is that of a blob. */
  manifests: () => "/v1/manifests",
  nodes: () => "/v1/nodes",
  node: (node: Address) => `/v1/nodes/${node}`,
  heartbeat: (node: Address) => `/v1/nodes/${node}/heartbeat`,
  execution: (executionId: Hex) => `/v1/executions/${executionId}`,
  phases: (executionId: Hex) => `/v1/executions/${executionId}/phases`,
  /** POST chunks; GET follows as server-sent events, `?offset=` in bytes. */
  logs: (executionId: Hex) => `/v1/executions/${executionId}/logs`,
  receipt: (executionId: Hex) => `/v1/executions/${executionId}/receipt`,
} as const;
