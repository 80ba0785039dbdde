import { SIGN_IN_STATEMENT } from "@computehive/protocol/api/session";
import type { Address } from "viem";
import { createSiweMessage } from "viem/siwe";

/** How long a signed message may wait for the gateway, seconds. */
export const SIGN_IN_SECONDS = 300;

export interface SignInFacts {
  readonly account: Address;
  /** Where this page is reached, such as `https://hive.example`. */
  readonly origin: string;
  readonly chainId: number;
  /** The gateway's own, for one sign-in. */
  readonly nonce: string;
  /** What the gateway calls itself: the signature is of no use at another one. */
  readonly audience: string;
  /** Unix milliseconds. */
  readonly now: number;
}

/** The EIP-4361 message that the wallet shows and signs: bound to this origin, chain, gateway and nonce, and soon over. */
export function signInMessage({ account, origin, chainId, nonce, audience, now }: SignInFacts): string {
  const { host, protocol } = new URL(origin);
  return createSiweMessage({
    address: account,
    statement: SIGN_IN_STATEMENT,
    scheme: protocol.slice(0, -1),
    domain: host,
    uri: origin,
    chainId,
    nonce,
    version: "1",
    issuedAt: new Date(now),
    expirationTime: new Date(now + SIGN_IN_SECONDS * 1000),
    resources: [audience],
  });
}
