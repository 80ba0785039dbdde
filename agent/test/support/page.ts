import { type AccountClient, createAccountClient } from "@computehive/sdk/gateway/account-client";
import type { LocalAccount } from "viem";
import { WEB_ORIGIN } from "./world.ts";

/** What a browser does for a page: states its origin, and keeps the gateway's cookie. */
export async function signInOnPage(url: string, account: LocalAccount): Promise<AccountClient> {
  let cookie = "";
  const browserFetch: typeof fetch = async (input, init) => {
    const headers = { ...(init?.headers as Record<string, string>), origin: WEB_ORIGIN, ...(cookie && { cookie }) };
    const response = await fetch(input, { ...init, headers });
    cookie = response.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    return response;
  };
  const page = createAccountClient({ url, fetch: browserFetch });
  await page.signIn({
    account: account.address,
    origin: WEB_ORIGIN,
    sign: (message) => account.signMessage({ message }),
  });
  return page;
}
