"use client";

import { routes } from "@computehive/protocol/api/routes";
import { sessionResponseSchema } from "@computehive/protocol/api/session";
import { useQuery } from "@tanstack/react-query";
import { useGateway } from "../http/services.tsx";
import { useAddress } from "../wallet/use-wallet.ts";
import { type SessionStanding, standingOf } from "./standing.ts";

/** Query key of who is signed in. What belongs to an account has the account in its own key. */
export const sessionKey = ["gateway", "session"] as const;

/** A session may end elsewhere: asked again now and then, and when the page is looked at. Milliseconds. */
const ASK_MS = 60_000;

/** Who is signed in at the gateway, against who is connected. */
export function useSession(): SessionStanding {
  const gateway = useGateway();
  const wallet = useAddress();
  const { data, error } = useQuery({
    queryKey: sessionKey,
    queryFn: async ({ signal }) =>
      (await gateway.get(routes.session(), sessionResponseSchema, { signal })).session ?? null,
    refetchInterval: ASK_MS,
    refetchOnWindowFocus: true,
  });
  return standingOf({ session: data, error, wallet });
}
