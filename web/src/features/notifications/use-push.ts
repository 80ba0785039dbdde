"use client";

import { pushKeyResponseSchema, pushSubscriptionSchema } from "@computehive/protocol/api/push";
import { routes } from "@computehive/protocol/api/routes";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Address } from "viem";
import { useGateway } from "../../lib/http/services.tsx";
import { askPermission, readPushFacts, subscribe, unsubscribe } from "./browser-push.ts";
import { pushStateOf } from "./push-state.ts";
import { notificationKeys } from "./queries.ts";

const factsKey = ["browser", "push"] as const;
/** Which of the gateway's subscriptions is this browser's. */
const ID_ITEM = "computehive.push-subscription";

/** Pushes of this browser: where it stands, on and off. */
export function usePush(account: Address) {
  const gateway = useGateway();
  const queries = useQueryClient();
  const facts = useQuery({ queryKey: factsKey, queryFn: readPushFacts, staleTime: 0 });
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: factsKey }),
      queries.invalidateQueries({ queryKey: notificationKeys.subscriptions(account) }),
    ]);

  const enable = useMutation({
    mutationFn: async () => {
      if ((await askPermission()) !== "granted") return;
      const { publicKey } = await gateway.get(routes.pushKey(), pushKeyResponseSchema);
      const body = await subscribe(publicKey);
      const options = { body, isRepeatable: true };
      const { id } = await gateway.send("POST", routes.pushSubscriptions(), options, pushSubscriptionSchema);
      localStorage.setItem(ID_ITEM, id);
    },
    onSettled: refresh,
  });

  const disable = useMutation({
    mutationFn: async () => {
      // The browser first: whatever the gateway says, nothing arrives any more.
      await unsubscribe();
      const id = localStorage.getItem(ID_ITEM);
      localStorage.removeItem(ID_ITEM);
      if (id) await gateway.send("DELETE", routes.pushSubscription(id));
    },
    onSettled: refresh,
  });

  const remove = useMutation({
    mutationFn: (id: string) => gateway.send("DELETE", routes.pushSubscription(id)),
    onSettled: refresh,
  });

  return { state: facts.data && pushStateOf(facts.data), enable, disable, remove };
}
