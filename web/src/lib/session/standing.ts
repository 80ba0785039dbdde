import type { Session } from "@computehive/protocol/api/session";
import { type Address, isAddressEqual } from "viem";

/** Who is signed in, against who is connected. */
export type SessionStanding =
  /** Not known yet. */
  | { readonly kind: "unknown" }
  /** The gateway does not say. */
  | { readonly kind: "away"; readonly error: unknown }
  /** Nobody is signed in. */
  | { readonly kind: "signed-out"; readonly wallet: Address | undefined }
  /** The session is that of another account than the wallet shows: nothing of either may be mixed up. */
  | { readonly kind: "mismatch"; readonly session: Session; readonly wallet: Address }
  /** Signed in; without a wallet, what is off the chain can still be read. */
  | { readonly kind: "signed-in"; readonly session: Session; readonly wallet: Address | undefined };

export interface StandingFacts {
  /** The gateway's answer: nothing before it came, null where nobody is signed in. */
  readonly session: Session | null | undefined;
  readonly error: unknown;
  readonly wallet: Address | undefined;
}

export function standingOf({ session, error, wallet }: StandingFacts): SessionStanding {
  if (session === undefined) return error ? { kind: "away", error } : { kind: "unknown" };
  if (session === null) return { kind: "signed-out", wallet };
  if (wallet && !isAddressEqual(wallet, session.account)) return { kind: "mismatch", session, wallet };
  return { kind: "signed-in", session, wallet };
}
