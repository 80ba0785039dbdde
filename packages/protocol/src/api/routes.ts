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
  account: () => "/v1/account",
  quota: () => "/v1/quota",
  nonce: () => "/v1/session/nonce",
  /** POST signs in, GET says who is signed in, DELETE signs out. */
  session: () => "/v1/session",
  /** DELETE signs out everywhere. */
  sessions: () => "/v1/sessions",
  sessionById: (id: string) => `/v1/sessions/${id}`,
  apiKeys: () => "/v1/api-keys",
  apiKey: (id: string) => `/v1/api-keys/${id}`,
  savedManifests: () => "/v1/saved-manifests",
  savedManifest: (id: string) => `/v1/saved-manifests/${id}`,
  notifications: () => "/v1/notifications",
  notificationsRead: () => "/v1/notifications/read",
  notificationPreferences: () => "/v1/notifications/preferences",
  notificationStream: () => "/v1/notifications/stream",
  pushKey: () => "/v1/push/key",
  pushSubscriptions: () => "/v1/push/subscriptions",
  pushSubscription: (id: string) => `/v1/push/subscriptions/${id}`,
  /** POST leaves a signed order, GET lists those that wait for a node. */
  orders: () => "/v1/orders",
  order: (jobId: Hex) => `/v1/orders/${jobId}`,
  /** POST a step for the gateway to carry to the chain. */
  statements: () => "/v1/statements",
  statement: (id: Hex) => `/v1/statements/${id}`,
  pairings: () => "/v1/pairings",
  pairingClaim: () => "/v1/pairings/claim",
  pairing: (id: string) => `/v1/pairings/${id}`,
  pairingConfirm: (id: string) => `/v1/pairings/${id}/confirm`,
  pairingAnswer: (id: string) => `/v1/pairings/${id}/answer`,
} as const;
