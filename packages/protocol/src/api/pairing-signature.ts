import { type Address, type Hex, recoverTypedDataAddress } from "viem";
import { canonicalBytes } from "../canonical.ts";
import { sha256 } from "../cid.ts";
import { gatewayDomain } from "../domain.ts";
import type { PairingContent, PairingOpen } from "./pairing.ts";

const types = {
  Pairing: [
    { name: "node", type: "address" },
    { name: "audience", type: "string" },
    { name: "openedAt", type: "uint40" },
    { name: "contentHash", type: "bytes32" },
  ],
} as const;

/** What the node key signs: the hash covers every field of the canonical content. */
export function pairingTypedData(
  { chainId, audience }: { chainId: number; audience: string },
  content: PairingContent,
) {
  const { node, openedAt } = content;
  const message = { node, audience, openedAt, contentHash: sha256(canonicalBytes(content)) };
  return { domain: gatewayDomain(chainId), types, primaryType: "Pairing", message } as const;
}

/** Whether the node that the opening names signed it, for this gateway. */
export async function isPairingSigned(
  context: { chainId: number; audience: string },
  { signature, ...content }: PairingOpen,
): Promise<boolean> {
  const signer = await recover(pairingTypedData(context, content), signature);
  return signer?.toLowerCase() === content.node.toLowerCase();
}

/**
 * 64 bits of the content's hash in four groups. Agent and browser each compute it from what they have: a gateway that shows the
 * provider another node than the one in front of them shows another fingerprint.
 */
export function pairingFingerprint({
  signature: _signature,
  ...content
}: PairingContent & { signature?: Hex }): string {
  const digits = sha256(canonicalBytes(content)).slice(2, 18);
  return (digits.match(/.{4}/g) ?? []).join("-");
}

async function recover(data: ReturnType<typeof pairingTypedData>, signature: Hex): Promise<Address | undefined> {
  try {
    return await recoverTypedDataAddress({ ...data, signature });
  } catch {
    return undefined;
  }
}
