"use client";

import { type Pairing, pairingSchema } from "@computehive/protocol/api/pairing";
import { routes } from "@computehive/protocol/api/routes";
import type { NodeProfile } from "@computehive/protocol/node-profile";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Address } from "viem";
import { isNotFound } from "../../../lib/http/api-errors.ts";
import { useGateway } from "../../../lib/http/services.tsx";
import { mineKey } from "../../../lib/session/use-sign-out.ts";
import { forgetPairing, recallPairing, rememberPairing } from "./pairing-memory.ts";

/** The agent answers within seconds: asked often. Milliseconds. */
const ASK_MS = 1_500;

/** One pairing of `provider`, from the code to the signature; a reload goes on with the same one. */
export function usePairing(provider: Address) {
  const gateway = useGateway();
  const queries = useQueryClient();
  const [id, setId] = useState(() => recallPairing(provider));
  const keyFor = (of: string | undefined) => mineKey(provider, "pairing", of);

  const query = useQuery({
    queryKey: keyFor(id),
    enabled: id !== undefined,
    queryFn: async ({ signal }): Promise<Pairing | null> => {
      try {
        return await gateway.get(routes.pairing(id ?? ""), pairingSchema, { signal });
      } catch (error) {
        // Gateways forget what has ended long ago.
        if (isNotFound(error)) return null;
        throw error;
      }
    },
    refetchInterval: ({ state }) => (isWaiting(state.data) ? ASK_MS : false),
  });

  const take = (pairing: Pairing) => {
    rememberPairing(provider, pairing.id);
    setId(pairing.id);
    queries.setQueryData(keyFor(pairing.id), pairing);
  };

  const claim = useMutation({
    mutationFn: (code: string) => gateway.send("POST", routes.pairingClaim(), { body: { code } }, pairingSchema),
    onSuccess: take,
  });
  const confirm = useMutation({
    mutationFn: (profile: NodeProfile) =>
      gateway.send("POST", routes.pairingConfirm(id ?? ""), { body: { profile }, isRepeatable: true }, pairingSchema),
    onSuccess: take,
  });
  const cancel = useMutation({
    mutationFn: async () => gateway.send("DELETE", routes.pairing(id ?? "")),
    onSettled: () => void queries.invalidateQueries({ queryKey: keyFor(id) }),
  });

  /** Back to the beginning: another code, another node. */
  const restart = () => {
    forgetPairing(provider);
    setId(undefined);
    claim.reset();
    confirm.reset();
  };
  return { id, query, pairing: query.data ?? undefined, claim, confirm, cancel, restart };
}

export type UsePairing = ReturnType<typeof usePairing>;

function isWaiting(pairing: Pairing | null | undefined): boolean {
  return pairing?.state === "open" || pairing?.state === "claimed" || pairing?.state === "confirmed";
}
