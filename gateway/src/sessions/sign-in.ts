import { randomBytes } from "node:crypto";
import { NONCE_SECONDS, type NonceResponse, type SignIn } from "@computehive/protocol/api/session";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import type { Chain } from "../chain.ts";
import { hashOfSecret, newId, newSecret } from "../identifiers.ts";
import { readSignIn, SignInRefusedError, verifySignIn } from "./check-message.ts";
import type { SessionRow, SessionRows } from "./session-rows.ts";

export interface SignInPorts {
  readonly sessions: SessionRows;
  readonly chain: Chain;
  readonly clock: Clock;
  readonly chainId: number;
  readonly audience: string;
  readonly sessionSeconds: number;
  readonly maxPerAccount: number;
}

export async function issueNonce({ sessions, clock }: SignInPorts): Promise<NonceResponse> {
  // EIP-4361 allows letters and digits only.
  const nonce = randomBytes(24).toString("hex");
  const expiresAt = unixSeconds(clock) + NONCE_SECONDS;
  await sessions.addNonce(nonce, expiresAt);
  return { nonce, expiresAt };
}

/**
 * Opens a session for who signed the message. Its nonce is used up by the try, whatever becomes of it.
 *
 * @returns the session, and the secret that its cookie holds: only its hash is stored.
 * @throws SignInRefusedError, ChainUnavailableError
 */
export async function signIn(
  { message: text, signature }: SignIn,
  { origin, device }: { origin: string; device: string },
  ports: SignInPorts,
): Promise<{ session: SessionRow; secret: string }> {
  const { sessions, chain, clock, chainId, audience } = ports;
  const rules = { origin, chainId, audience, now: clock.now() };
  const message = readSignIn(text, rules);
  if (!(await sessions.takeNonce(message.nonce, unixSeconds(clock))))
    throw new SignInRefusedError({
      field: "nonce",
      rule: "must be one that this gateway gave in the last five minutes",
    });
  const account = await verifySignIn(message, signature, { rules, chain });

  const now = unixSeconds(clock);
  const secret = newSecret();
  const session = {
    id: newId(clock),
    account,
    device,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: now + ports.sessionSeconds,
  };
  await sessions.open({ ...session, tokenHash: hashOfSecret(secret) }, { maxPerAccount: ports.maxPerAccount });
  return { session, secret };
}
