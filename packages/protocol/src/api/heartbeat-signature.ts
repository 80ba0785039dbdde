import { type Address, type Hex, recoverTypedDataAddress } from "viem";
import { canonicalBytes } from "../canonical.ts";
import { sha256 } from "../cid.ts";
import { gatewayDomain } from "../domain.ts";
import type { Heartbeat, HeartbeatContent } from "./heartbeat.ts";

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
