import { z } from "zod";
import { uintSchema } from "../hex.ts";
import { heartbeatSchema } from "./heartbeat.ts";

/** A node as this gateway last heard of it. */
export const nodeResponseSchema = z.strictObject({
  heartbeat: heartbeatSchema,
  /** The gateway's clock, Unix seconds. */
  receivedAt: uintSchema(40),
  /** Whether the newest heartbeat is recent enough. */
  online: z.boolean(),
});

/** `GET /v1/nodes`. */
export const nodesResponseSchema = z.strictObject({ nodes: z.array(nodeResponseSchema) });

export type NodeResponse = z.output<typeof nodeResponseSchema>;
export type NodesResponse = z.output<typeof nodesResponseSchema>;
