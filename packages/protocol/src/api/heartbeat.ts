import { z } from "zod";
import { addressSchema, signatureSchema, uintSchema } from "../hex.ts";

/** How a node says it is. */
export const NODE_STATUSES = ["ready", "draining", "paused", "alarm"] as const;
export type NodeStatus = (typeof NODE_STATUSES)[number];

const heartbeatContentSchema = z.strictObject({
  node: addressSchema,
  /** Rises with every heartbeat; a gateway refuses what is not newer. */
  sequence: uintSchema(53),
  /** The node's clock, Unix seconds. */
  sentAt: uintSchema(40),
  status: z.enum(NODE_STATUSES),
  capacity: z.strictObject({ running: uintSchema(16), slots: uintSchema(16), memoryBytes: uintSchema(53) }),
  resourceClass: z.string().max(32),
  /** Names of the confinement layers that this machine offers and the agent uses. */
  layers: z.array(z.string().max(40)).max(32),
  agentVersion: z.string().max(40),
  /** Why, when the status is alarm. */
  alarm: z.string().max(500).exactOptional(),
});

/** `POST /v1/nodes/<node>/heartbeat`. The signature is the node key's, EIP-712 over the content's hash and the audience. */
export const heartbeatSchema = z.strictObject({ ...heartbeatContentSchema.shape, signature: signatureSchema });

export type HeartbeatContent = z.output<typeof heartbeatContentSchema>;
export type Heartbeat = z.output<typeof heartbeatSchema>;
