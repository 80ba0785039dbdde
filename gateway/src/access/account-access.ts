import { AccessDeniedError, tokenOfHeader, verifyAccessToken } from "@computehive/protocol/access";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import { type Address, getAddress } from "viem";
import { z } from "zod";
import { GatewayError } from "../gateway-error.ts";

/** Tells whose request it is. */
export interface AccountAccess {
  /** The account of an `authorization` header. @throws AccessRefusedError */
  accountOf(header: string | undefined): Promise<Address>;
}

export interface AccountAccessOptions {
  readonly audience: string;
  readonly chainId: number;
  /** Longest life of a token, seconds. */
  readonly maxLifetime: number;
}

const MAX_REMEMBERED = 10_000;
const lifeSchema = z.object({ expiresAt: z.number() });

export function createAccountAccess(options: AccountAccessOptions, { clock }: { clock: Clock }): AccountAccess {
  const remembered = new Map<string, { account: Address; expiresAt: number }>();

  const verify = async (token: string, now: number): Promise<Address> => {
    const account = getAddress(await verifyAccessToken(token, { ...options, now }));
    const oldest = remembered.keys().next();
    if (remembered.size >= MAX_REMEMBERED && !oldest.done) remembered.delete(oldest.value);
    remembered.delete(token);
    remembered.set(token, { account, expiresAt: endOf(token) });
    return account;
  };

  return {
    async accountOf(header) {
      const token = tokenOfHeader(header);
      if (token === undefined)
        throw new AccessRefusedError({ reason: "the authorization header has no token of the scheme Hive" });
      const now = unixSeconds(clock);
      const known = remembered.get(token);
      if (known && now < known.expiresAt) return known.account;
      try {
        return await verify(token, now);
      } catch (error) {
        if (error instanceof AccessDeniedError)
          throw new AccessRefusedError({ reason: error.metaMessages.join(" "), cause: error });
        throw error;
      }
    },
  };
}

/** Of a token that was verified. Recovering a signature takes about a millisecond, reading a number does not. */
function endOf(token: string): number {
  return lifeSchema.parse(JSON.parse(Buffer.from(token, "base64url").toString())).expiresAt;
}

export class AccessRefusedError extends GatewayError {
  override readonly name = "AccessRefusedError";
  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super("This request needs an access token for this gateway.", {
      code: "unauthorized",
      metaMessages: [reason.startsWith("Reason") ? reason : `Reason: ${reason}.`],
      hint: "Sign a token for the audience that /v1/info names, and send it as `authorization: Hive <token>`.",
      headers: { "www-authenticate": "Hive" },
      cause,
    });
  }
}
