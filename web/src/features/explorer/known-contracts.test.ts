import type { Deployment } from "@computehive/protocol/contracts";
import { type Address, padHex, toHex } from "viem";
import { describe, expect, it } from "vitest";
import { CONTRACT_NAMES } from "../../lib/chain/contract-names.ts";
import { contractAt, contractsOf } from "./known-contracts.ts";

const keys = Object.keys(CONTRACT_NAMES) as (keyof typeof CONTRACT_NAMES)[];
const addresses = Object.fromEntries(keys.map((key, i) => [key, padHex(toHex(0xa0 + i), { size: 20 })]));

describe("contractsOf", () => {
  it("lists every contract of a deployment, with its page", () => {
    const { testDollar: _, ...contracts } = addresses;
    const deployment = { contracts } as unknown as Deployment;
    const expected = keys.filter((key) => key !== "testDollar");
    expect(
      contractsOf(deployment)
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual(expected.toSorted());
    for (const key of expected) {
      expect(contractAt(deployment, addresses[key]?.toUpperCase().replace("0X", "0x"))).toMatchObject({ key });
    }
  });

  it("lists the test dollar in the place of the token that it is", () => {
    const contracts = { ...addresses, token: addresses["testDollar"] as Address };
    const deployment = { contracts } as unknown as Deployment;
    const listed = contractsOf(deployment).map(({ key }) => key);
    expect(listed).toContain("testDollar");
    expect(listed).not.toContain("token");
    expect(contractAt(deployment, addresses["testDollar"])?.name).toBe("TestDollar");
  });

  it("knows no other address", () => {
    expect(contractAt({ contracts: addresses } as unknown as Deployment, padHex("0x1", { size: 20 }))).toBeUndefined();
  });
});
