import { SIGN_IN_STATEMENT } from "@computehive/protocol/api/session";
import type { Address } from "viem";
import { createSiweMessage } from "viem/siwe";

export interface SignInMessageOptions {
  readonly account: Address;
  /** Of the page that asks: `location.origin`. */
  readonly origin: string;
  /** What the gateway's info says. */
  readonly chainId: number;
  readonly audience: string;
  readonly nonce: string;
  /** Unix milliseconds. */
  readonly now: number;
  /** How long the message may be used, seconds; the session lives longer. */
  readonly lifetime?: number;
}

/** The EIP-4361 text that the wallet shows and signs, with every field that a gateway asks for. */
export function signInMessage({
  account,
  origin,
  chainId,
  audience,
  nonce,
  now,
  lifetime = 300,
}: SignInMessageOptions): string {
  const { host, protocol } = new URL(origin);
  return createSiweMessage({
    address: account,
    chainId,
    domain: host,
    scheme: protocol.slice(0, -1),
    uri: origin,
    version: "1",
    nonce,
    statement: SIGN_IN_STATEMENT,
    issuedAt: new Date(now),
    expirationTime: new Date(now + lifetime * 1000),
    // Binds the message to one gateway: another one that relays it gets nowhere.
    resources: [audience],
  });
}
