import { SIGN_IN_STATEMENT } from "@computehive/protocol/api/session";
import { parseSiweMessage } from "viem/siwe";
import { expect, it } from "vitest";
import { SIGN_IN_SECONDS, signInMessage } from "./sign-in-message.ts";

it("binds the signature to page, chain, gateway, nonce and time", () => {
  const account = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
  const now = Date.UTC(2026, 10, 21, 12, 0, 0);
  const origin = "http://127.0.0.1:3000";
  const audience = "http://127.0.0.1:4810";
  const message = signInMessage({ account, origin, chainId: 31_337, nonce: "abcdefgh12345678", audience, now });
  expect(parseSiweMessage(message)).toEqual({
    address: account,
    statement: SIGN_IN_STATEMENT,
    scheme: "http",
    domain: "127.0.0.1:3000",
    uri: origin,
    chainId: 31_337,
    nonce: "abcdefgh12345678",
    version: "1",
    issuedAt: new Date(now),
    expirationTime: new Date(now + SIGN_IN_SECONDS * 1000),
    resources: [audience],
  });
});
