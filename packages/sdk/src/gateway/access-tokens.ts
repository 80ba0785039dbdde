import { type Access, accessHeader, accessTypedData, encodeAccessToken } from "@computehive/protocol/access";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import type { Address, Hex } from "viem";

/** Whoever signs for an account: any viem local account, or an adapter around a wallet. */
export interface TypedDataSigner {
  readonly address: Address;
  // Structural on purpose: viem's own type is generic beyond what this package needs.
  signTypedData(data: ReturnType<typeof accessTypedData>): Promise<Hex>;
}

export interface AccessTokens {
  /** Value of the `authorization` header; signs a new token when the last one is about to expire. */
  header(context: AccessContext): Promise<string>;
  /** Forgets the token, because the gateway refused it. */
  drop(): void;
}

export interface AccessContext {
  readonly chainId: number;
  readonly audience: string;
  /** Longest life that the gateway allows, seconds. */
  readonly maxLifetime: number;
}

/** A token is renewed this long before it expires, seconds. */
const RENEW_BEFORE = 60;
/** A token that lives longer is no use and more of a risk. */
const LONGEST_LIFETIME = 3_600;

export function createAccessTokens({ signer, clock }: { signer: TypedDataSigner; clock: Clock }): AccessTokens {
  let held: { token: string; expiresAt: number; audience: string } | undefined;
  let signing: Promise<string> | undefined;

  const sign = async ({ chainId, audience, maxLifetime }: AccessContext): Promise<string> => {
    const issuedAt = unixSeconds(clock);
    const expiresAt = issuedAt + Math.min(maxLifetime, LONGEST_LIFETIME);
    const access: Access = { account: signer.address, audience, issuedAt, expiresAt };
    const signature = await signer.signTypedData(accessTypedData(chainId, access));
    held = { token: encodeAccessToken({ access, signature }), expiresAt, audience };
    return held.token;
  };

  return {
    async header(context) {
      const margin = Math.min(RENEW_BEFORE, context.maxLifetime / 2);
      const isGood = held && held.audience === context.audience && held.expiresAt - margin > unixSeconds(clock);
      if (held && isGood) return accessHeader(held.token);
      signing ??= sign(context).finally(() => {
        signing = undefined;
      });
      return accessHeader(await signing);
    },
    drop() {
      held = undefined;
    },
  };
}
