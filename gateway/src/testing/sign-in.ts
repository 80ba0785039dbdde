import { signInMessage } from "@computehive/sdk/gateway/sign-in";
import type { PrivateKeyAccount } from "viem/accounts";
import { CHAIN_ID, newAccount } from "./samples.ts";
import type { TestGateway } from "./start-gateway.ts";

export const WEB_ORIGIN = "http://web.test:3000";
/** What a gateway needs to know to let pages sign in. */
export const WEB_ENV = { GATEWAY_WEB_ORIGINS: `${WEB_ORIGIN}, https://other.test` };

export type PageGateway = Pick<TestGateway, "url" | "clock">;

export interface Page {
  readonly account: PrivateKeyAccount;
  /** Value of the session's cookie, with its name. */
  readonly cookie: string;
  /** The answer to the sign-in. */
  readonly response: Response;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** The answer's JSON; fails where the answer is a refusal. */
  json(path: string, init?: RequestInit): Promise<unknown>;
}

/** What a page at `origin` sends. */
export function fromPage(
  gateway: { readonly url: string },
  path: string,
  { method = "GET", body, cookie, origin = WEB_ORIGIN }: PageRequest = {},
): Promise<Response> {
  return fetch(`${gateway.url}${path}`, {
    method,
    headers: {
      origin,
      ...(cookie && { cookie }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

interface PageRequest {
  readonly method?: string;
  readonly body?: unknown;
  readonly cookie?: string;
  readonly origin?: string;
}

export async function askNonce(gateway: { readonly url: string }): Promise<string> {
  const response = await fromPage(gateway, "/v1/session/nonce", { method: "POST", body: {} });
  return ((await response.json()) as { nonce: string }).nonce;
}

/** A right message of `account`, for the gateway of that audience. */
export async function messageOf(
  account: PrivateKeyAccount,
  { gateway, audience = gateway.url, nonce }: { gateway: PageGateway; audience?: string; nonce?: string },
): Promise<string> {
  return signInMessage({
    account: account.address,
    origin: WEB_ORIGIN,
    chainId: CHAIN_ID,
    audience,
    nonce: nonce ?? (await askNonce(gateway)),
    now: gateway.clock.now(),
  });
}

/** A page that `account` has signed in to. */
export async function signInAs(
  gateway: PageGateway,
  { account = newAccount(), audience }: { account?: PrivateKeyAccount; audience?: string } = {},
): Promise<Page> {
  const message = await messageOf(account, { gateway, ...(audience && { audience }) });
  const signature = await account.signMessage({ message });
  const response = await fromPage(gateway, "/v1/session", { method: "POST", body: { message, signature } });
  if (!response.ok) throw new Error(await response.text());
  const cookie = (response.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const send = (path: string, { headers, ...init }: RequestInit = {}) =>
    fetch(`${gateway.url}${path}`, {
      ...init,
      headers: {
        origin: WEB_ORIGIN,
        cookie,
        ...(typeof init.body === "string" && { "content-type": "application/json" }),
        ...(headers as Record<string, string>),
      },
    });
  return {
    account,
    cookie,
    response,
    fetch: send,
    async json(path, init) {
      const answer = await send(path, init);
      if (!answer.ok) throw new Error(await answer.text());
      return answer.json();
    },
  };
}

export function posting(body: unknown, method = "POST"): RequestInit {
  return { method, body: JSON.stringify(body) };
}
