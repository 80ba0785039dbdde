import type { Clock } from "@computehive/protocol/clock";
import type { Deployment } from "@computehive/protocol/contracts";
import type { HttpBindings } from "@hono/node-server";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Logger } from "pino";
import type { Address } from "viem";
import type { IdentifyPorts, Identity } from "../access/identify.ts";
import type { RateLimiter } from "../access/token-bucket.ts";
import type { BlobPorts } from "../blobs/put-blob.ts";
import type { Carrier } from "../carrier/carrier.ts";
import type { Chain } from "../chain.ts";
import type { GatewayConfig } from "../config.ts";
import type { Authority } from "../executions/authority.ts";
import type { ExecutionRows } from "../executions/execution-rows.ts";
import type { Hub } from "../hub.ts";
import type { NodeRegistry } from "../nodes/node-registry.ts";
import type { NodeRows } from "../nodes/node-rows.ts";
import type { KnownJobs } from "../orders/known-jobs.ts";
import type { CodeLimits } from "../pairings/code-limits.ts";
import type { VapidKeys } from "../push/push-rows.ts";
import type { Slots } from "../slots.ts";
import type { Store } from "../store.ts";
import type { GatewayMetrics } from "./metrics.ts";

/** All that handlers share. Built once, by the composition root. */
export interface GatewayContext {
  readonly config: GatewayConfig;
  readonly deployment: Deployment;
  /** The gateway's public URL. */
  readonly audience: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: GatewayMetrics;
  readonly chain: Chain;
  /** Set where this gateway carries statements to the chain. */
  readonly carrier: Carrier | undefined;
  readonly store: Store;
  readonly blobs: BlobPorts;
  readonly nodes: NodeRows;
  readonly registry: NodeRegistry;
  readonly executions: ExecutionRows;
  readonly authority: Authority;
  readonly hub: Hub;
  /** Wakes pages that follow an account's notifications. */
  readonly accountHub: Hub;
  readonly knownJobs: KnownJobs;
  readonly orders: {
    readonly maxPerBuyer: number;
    readonly maxWaiting: number;
    /** How long a signed order is kept after its job can have ended. */
    readonly retentionSeconds: number;
  };
  /** Says that these accounts have new notifications. */
  readonly onTold: (accounts: readonly Address[]) => void;
  readonly vapidKeys: () => Promise<VapidKeys>;
  readonly access: IdentifyPorts;
  readonly limits: {
    readonly addresses: RateLimiter;
    readonly accounts: RateLimiter;
    /** By network address. */
    readonly signIns: RateLimiter;
    /** Signed orders left, by network address: each may ask the chain. */
    readonly orders: RateLimiter;
    readonly codes: CodeLimits;
    readonly uploads: Slots;
    readonly streams: Slots;
  };
}

/** What middleware leaves for handlers. */
export interface GatewayEnv {
  Bindings: HttpBindings;
  Variables: {
    requestId: string;
    /** The network address that the request is counted for. */
    address: string;
    /** Set on routes that act for an account. */
    account: Address;
    identity: Identity;
  };
}

export type GatewayApp = OpenAPIHono<GatewayEnv>;
