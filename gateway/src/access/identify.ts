import { API_KEY_PREFIX, type ApiKeyScope } from "@computehive/protocol/api/api-key";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import type { Address } from "viem";
import type { ApiKeyRow, ApiKeyRows } from "../api-keys/api-key-rows.ts";
import { GatewayError } from "../gateway-error.ts";
import { hashOfSecret } from "../identifiers.ts";
import type { SessionRow, SessionRows } from "../sessions/session-rows.ts";
import { AccessRefusedError, type AccountAccess } from "./account-access.ts";

/** Whose request it is, and by what that is known. */
export type Identity =
  | { readonly kind: "token"; readonly account: Address }
  | { readonly kind: "session"; readonly account: Address; readonly session: SessionRow }
  | { readonly kind: "key"; readonly account: Address; readonly key: ApiKeyRow };

export interface IdentifyPorts {
  readonly tokens: AccountAccess;
  readonly sessions: SessionRows;
  readonly apiKeys: ApiKeyRows;
  readonly clock: Clock;
}

export interface Credentials {
  readonly authorization: string | undefined;
  /** Of the session's cookie, given only where the request's origin may use it. */
  readonly sessionSecret: string | undefined;
}

/** When something was last used is written down once in so many seconds: it is for people. */
const TOUCH_SECONDS = 60;

/** A header goes before a cookie. @throws AccessRefusedError */
export async function identify({ authorization, sessionSecret }: Credentials, ports: IdentifyPorts): Promise<Identity> {
  const secret = secretOf(authorization);
  if (secret !== undefined) return byKey(secret, ports);
  if (authorization !== undefined || sessionSecret === undefined)
    return { kind: "token", account: await ports.tokens.accountOf(authorization) };
  return bySession(sessionSecret, ports);
}

function secretOf(authorization: string | undefined): string | undefined {
  const given = /^bearer +(\S{1,200})$/i.exec(authorization ?? "")?.[1];
  return given?.startsWith(API_KEY_PREFIX) ? given : undefined;
}

async function byKey(secret: string, { apiKeys, clock }: IdentifyPorts): Promise<Identity> {
  const now = unixSeconds(clock);
  const key = await apiKeys.find(hashOfSecret(secret), now);
  if (!key) throw new AccessRefusedError({ reason: "the API key is unknown, was revoked, or has expired" });
  if (now - (key.lastUsedAt ?? 0) >= TOUCH_SECONDS) await apiKeys.touch(key.id, now);
  return { kind: "key", account: key.account, key };
}

async function bySession(secret: string, { sessions, clock }: IdentifyPorts): Promise<Identity> {
  const now = unixSeconds(clock);
  const session = await sessions.find(hashOfSecret(secret), now);
  if (!session) throw new AccessRefusedError({ reason: "the session has ended" });
  if (now - session.lastUsedAt >= TOUCH_SECONDS) await sessions.touch(session.id, now);
  return { kind: "session", account: session.account, session };
}

/** Sessions and tokens may do everything; a key what its scopes say, and nothing where no scope covers it. @throws ScopeMissingError */
export function assertScope(identity: Identity, scope: ApiKeyScope | undefined): void {
  if (identity.kind !== "key") return;
  if (scope === undefined || !identity.key.scopes.includes(scope)) throw new ScopeMissingError({ scope });
}

export class ScopeMissingError extends GatewayError {
  override readonly name = "ScopeMissingError";
  constructor({ scope }: { scope: ApiKeyScope | undefined }) {
    super(scope ? "The API key does not have the scope that this needs." : "No API key may do this.", {
      code: "forbidden",
      rule: scope ? `needs the scope ${scope}` : "needs a session or an access token",
      hint: scope ? "Create a key with that scope." : "Sign in.",
    });
  }
}
