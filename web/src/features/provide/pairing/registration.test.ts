import { type NodeProfile, nodeProfileTypedData } from "@computehive/protocol/node-profile";
import { shortName } from "@computehive/protocol/short-name";
import { zeroHash } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import { readRegistration } from "./registration.ts";

const node = privateKeyToAccount(`0x${"07".repeat(32)}`);
const provider = privateKeyToAccount(`0x${"08".repeat(32)}`).address;
const domain = { chainId: 31_337, address: "0x00000000000000000000000000000000000000aa" } as const;

describe("readRegistration", () => {
  it("takes what the node key signed for this provider", async () => {
    const registration = await signed();
    expect(await read(registration)).toEqual({ kind: "registration", registration });
  });

  it("refuses what is no JSON, and names the field that is wrong", async () => {
    expect(await readRegistration("hello", { domain, provider })).toEqual({
      kind: "fault",
      fault: { kind: "not-json" },
    });
    const { profile } = await signed();
    expect(await read({ profile })).toMatchObject({ fault: { kind: "malformed", field: "nodeSignature" } });
    expect(await read({ profile: { ...profile, payee: "x" }, nodeSignature: "0x" })).toMatchObject({
      fault: { kind: "malformed", field: "profile.payee" },
    });
  });

  it("says whose it is where it is another provider's", async () => {
    const other = node.address;
    expect(await read(await signed({ provider: other }))).toMatchObject({
      fault: { kind: "other-provider", provider: other },
    });
  });

  it("refuses a profile that was changed after its signature, and one signed for other contracts", async () => {
    const { profile, nodeSignature } = await signed();
    expect(await read({ profile: { ...profile, payee: node.address }, nodeSignature })).toMatchObject({
      fault: { kind: "signature" },
    });
    const elsewhere = { ...domain, chainId: 1 };
    const text = JSON.stringify({ profile, nodeSignature });
    expect(await readRegistration(text, { domain: elsewhere, provider })).toMatchObject({
      fault: { kind: "signature" },
    });
  });
});

function read(json: unknown) {
  return readRegistration(JSON.stringify(json), { domain, provider });
}

async function signed(part: Partial<NodeProfile> = {}) {
  const profile: NodeProfile = {
    provider,
    node: node.address,
    payee: provider,
    resourceClass: shortName("cpu.v1"),
    region: zeroHash,
    capabilityHash: zeroHash,
    tlsKeyHash: zeroHash,
    endpoint: "",
    ...part,
  };
  return { profile, nodeSignature: await node.signTypedData(nodeProfileTypedData(domain, profile)) };
}
