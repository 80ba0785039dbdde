import { shortName } from "@computehive/protocol/short-name";
import { zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import { firstProfile, type ProfileDraft, readProfile } from "./profile-draft.ts";

const provider = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const node = "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC";

describe("profile of a node", () => {
  it("begins with what the agent says", () => {
    const opening = {
      node,
      openedAt: 1,
      resourceClass: "gpu.v1",
      region: "eu-central",
      capacity: { slots: 1, memoryBytes: 1 },
      layers: [],
      agentVersion: "0.1.0",
    } as const;
    const draft = firstProfile({ ...opening, layers: [] }, provider);
    expect(draft).toEqual({ payee: provider, resourceClass: "gpu.v1", region: "eu-central" });
    expect(read(draft)).toMatchObject({
      kind: "profile",
      profile: { payee: provider, resourceClass: shortName("gpu.v1"), region: shortName("eu-central"), endpoint: "" },
    });
  });

  it("needs no region", () => {
    expect(read({ region: "" })).toMatchObject({ profile: { region: zeroHash } });
  });

  it.each([
    [{ payee: "0x12" }, "payee"],
    [{ payee: `0x${"0".repeat(40)}` }, "payee"],
    [{ resourceClass: "" }, "resourceClass"],
    [{ resourceClass: "cpu v1" }, "resourceClass"],
    [{ region: "EU" }, "region"],
  ] as const)("%j: %s is wrong", (part, field) => {
    expect(read(part)).toEqual({ kind: "faults", faults: [field] });
  });
});

function read(part: Partial<ProfileDraft>) {
  return readProfile({ payee: provider, resourceClass: "cpu.v1", region: "eu", ...part }, { provider, node });
}
