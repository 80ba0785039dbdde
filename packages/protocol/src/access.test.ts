import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import {
  type Access,
  AccessDeniedError,
  accessHeader,
  accessTypedData,
  encodeAccessToken,
  tokenOfHeader,
  verifyAccessToken,
} from "./access.ts";

const account = privateKeyToAccount(`0x${"02".repeat(32)}`);
const NOW = 1_900_000_000;
const options = { audience: "https://gateway.example", chainId: 31337, now: NOW, maxLifetime: 3600 };

describe("access tokens", () => {
  it("prove their account", async () => {
    const token = await sign();
    expect(await verifyAccessToken(token, options)).toBe(account.address);
    expect(tokenOfHeader(accessHeader(token))).toBe(token);
  });

  it.each([
    ["for another gateway", {}, { audience: "https://other.example" }, "audience"],
    ["for another chain", {}, { chainId: 1 }, "signature"],
    ["that has expired", {}, { now: NOW + 600 }, "expired"],
    ["from the future", { issuedAt: NOW + 61, expiresAt: NOW + 100 }, {}, "not-yet"],
    ["that lives too long", { expiresAt: NOW + 3601 }, {}, "lifetime"],
    ["of another account", { account: privateKeyToAccount(`0x${"03".repeat(32)}`).address }, {}, "signature"],
  ] as const)("are refused %s", async (_name, change, other, reason) => {
    const failure = await verifyAccessToken(await sign(change), { ...options, ...other }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(AccessDeniedError);
    expect((failure as AccessDeniedError).reason).toBe(reason);
  });

  it("are refused when changed after signing", async () => {
    const changed = JSON.parse(Buffer.from(await sign(), "base64url").toString()) as { expiresAt: number };
    changed.expiresAt += 1;
    const token = Buffer.from(JSON.stringify(changed)).toString("base64url");
    await expect(verifyAccessToken(token, options)).rejects.toMatchObject({ reason: "signature" });
  });

  it.each(["", "x", "e30", Buffer.from('{"account":1}').toString("base64url"), "é", "A".repeat(5000)])(
    "are refused when unreadable: %j",
    async (token) => {
      await expect(verifyAccessToken(token, options)).rejects.toMatchObject({ reason: "malformed" });
    },
  );

  it.each([undefined, "", "Bearer abc", "Hive", "Hive a b"])("are not found in the header %j", (header) => {
    expect(tokenOfHeader(header)).toBeUndefined();
  });
});

async function sign(change: Partial<Access> = {}): Promise<string> {
  const access: Access = {
    account: account.address,
    audience: options.audience,
    issuedAt: NOW,
    expiresAt: NOW + 600,
    ...change,
  };
  return encodeAccessToken({ access, signature: await account.signTypedData(accessTypedData(31337, access)) });
}
