"use client";

import { routes } from "@computehive/protocol/api/routes";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useGateway } from "../http/services.tsx";
import { endPushes } from "./end-pushes.ts";
import { sessionKey } from "./use-session.ts";

/** Signs out: `here` this browser, `everywhere` every browser of the account. */
export function useSignOut() {
  const gateway = useGateway();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (where: "here" | "everywhere") => {
      // A browser without a push service is no reason to stay signed in.
      await endPushes().catch(() => undefined);
      await gateway.send("DELETE", where === "here" ? routes.session() : routes.sessions());
    },
    onSuccess() {
      // What belonged to the account is forgotten with it: the next one must not see it for a moment.
      queries.removeQueries({ queryKey: ["gateway", "mine"] });
      queries.setQueryData(sessionKey, null);
    },
  });
}

/** Query key of what the gateway keeps for `account`. */
export function mineKey(account: string, ...rest: readonly unknown[]) {
  return ["gateway", "mine", account.toLowerCase(), ...rest] as const;
}
