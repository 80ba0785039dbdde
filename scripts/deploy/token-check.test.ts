import { createPublicClient, custom, encodeAbiParameters, zeroAddress } from "viem";
import { describe, expect, it } from "vitest";
import { checkTokenDecimals, TokenDecimalsError } from "./token-check.ts";

function tokenWith(decimals: number) {
  const request = async () => encodeAbiParameters([{ type: "uint8" }], [decimals]);
  return createPublicClient({ transport: custom({ request }) });
}

describe("the token of a deployment", () => {
  it("has the decimals for which fees and prices are stated", async () => {
    await expect(checkTokenDecimals(tokenWith(6), zeroAddress)).resolves.toBeUndefined();
  });

  it.each([0, 8, 18])("is refused with %i decimals", async (decimals) => {
    await expect(checkTokenDecimals(tokenWith(decimals), zeroAddress)).rejects.toThrow(TokenDecimalsError);
  });
});
