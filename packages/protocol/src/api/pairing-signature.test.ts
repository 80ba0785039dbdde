import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { formatPairingCode, PAIRING_ALPHABET, type PairingContent, pairingCodeSchema } from "./pairing.ts";
import { isPairingSigned, pairingFingerprint, pairingTypedData } from "./pairing-signature.ts";

const node = privateKeyToAccount(`0x${"04".repeat(32)}`);
const context = { chainId: 31337, audience: "https://gateway.example" };

describe("pairings", () => {
  it("are signed by their node, for one gateway", async () => {
    const opening = await sign();
    expect(await isPairingSigned(context, opening)).toBe(true);
    expect(await isPairingSigned({ ...context, audience: "https://other.example" }, opening)).toBe(false);
    expect(await isPairingSigned({ ...context, chainId: 1 }, opening)).toBe(false);
    expect(await isPairingSigned(context, { ...opening, resourceClass: "gpu.v1" })).toBe(false);
  });

  it("have a fingerprint that every fact changes and the signature does not", async () => {
    const opening = await sign();
    const { signature: _, ...content } = opening;
    expect(pairingFingerprint(opening)).toMatch(/^[0-9a-f]{4}(-[0-9a-f]{4}){3}$/);
    expect(pairingFingerprint(content)).toBe(pairingFingerprint(opening));
    expect(pairingFingerprint({ ...content, layers: [] })).not.toBe(pairingFingerprint(opening));
  });

  it("take a code as people type it", () => {
    expect(pairingCodeSchema.parse("abcd-efgh")).toBe("ABCDEFGH");
    expect(pairingCodeSchema.parse(" ABCD EFGH ")).toBe("ABCDEFGH");
    expect(formatPairingCode("ABCDEFGH")).toBe("ABCD-EFGH");
    expect(pairingCodeSchema.safeParse("ABCD-EFG0").success).toBe(false);
    expect(pairingCodeSchema.safeParse("ABCD-EFG").success).toBe(false);
  });

  it("use letters that nobody mistakes", () => {
    expect(new Set(PAIRING_ALPHABET).size).toBe(PAIRING_ALPHABET.length);
    expect(PAIRING_ALPHABET).not.toMatch(/[01ILOU]/);
  });
});

async function sign() {
  const content: PairingContent = {
    node: node.address,
    openedAt: 1_900_000_000,
    resourceClass: "cpu.v1",
    capacity: { slots: 2, memoryBytes: 1_000_000 },
    layers: ["process"],
    agentVersion: "0.1.0",
  };
  return { ...content, signature: await node.signTypedData(pairingTypedData(context, content)) };
}
