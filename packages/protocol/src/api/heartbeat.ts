import { type Address, type Hex, recoverTypedDataAddress } from "viem";
import { z } from "zod";
import { canonicalBytes } from "../canonical.ts";
import { sha256 } from "../cid.ts";
import { gatewayDomain } from "../domain.ts";
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

const types = {
  Heartbeat: [
    { name: "node", type: "address" },
    { name: "audience", type: "string" },
    { name: "sequence", type: "uint64" },
    { name: "sentAt", type: "uint40" },
    { name: "contentHash", type: "bytes32" },
  ],
} as const;

/** What the node key signs: the hash covers every field of the canonical content. */
export function heartbeatTypedData(
  { chainId, audience }: { chainId: number; audience: string },
  content: HeartbeatContent,
) {
  const { node, sequence, sentAt } = content;
  const message = { node, audience, sequence: BigInt(sequence), sentAt, contentHash: sha256(canonicalBytes(content)) };
  return { domain: gatewayDomain(chainId), types, primaryType: "Heartbeat", message } as const;
}

/** Whether the node that the heartbeat names signed it, for this gateway. */
export async function isHeartbeatSigned(
  context: { chainId: number; audience: string },
  heartbeat: Heartbeat,
): Promise<boolean> {
  const { signature, ...content } = heartbeat;
  const signer = await recover(heartbeatTypedData(context, content), signature);
  return signer?.toLowerCase() === heartbeat.node.toLowerCase();
}

async function recover(data: ReturnType<typeof heartbeatTypedData>, signature: Hex): Promise<Address | undefined> {
  try {
    return await recoverTypedDataAddress({ ...data, signature });
  } catch {
    return undefined;
  }
}
