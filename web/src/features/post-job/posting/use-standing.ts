"use client";

import { cidOf } from "@computehive/protocol/cid";
import { type Manifest, manifestBytes } from "@computehive/protocol/manifest";
import { showAccount } from "@computehive/sdk/account/show-account";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { balancesKey } from "../../../lib/chain/use-balances.ts";
import { useHive } from "../../../lib/chain/use-hive.ts";
import { useWalletFunding } from "../../../lib/chain/use-wallet-funding.ts";
import { useChainHead } from "../../../lib/services/services-state.ts";
import { useSession } from "../../../lib/session/use-session.ts";
import { useAddress } from "../../../lib/wallet/use-wallet.ts";
import { useDraft } from "../draft/use-draft.tsx";
import { isStoredLately, useUploads } from "../upload/use-uploads.tsx";
import type { Standing, Way } from "./posting-plan.ts";

/** Begins like the key of the balances, so that every transaction asks for it again. */
export function standingKey(account: string | undefined) {
  return [...balancesKey(account as never), "standing"] as const;
}

/** How the connected account stands: money, allowances, coin, uploads, session; and how its order would go, by what the token can do. */
export function useStanding(manifest?: Manifest) {
  const hive = useHive();
  const account = useAddress();
  const session = useSession();
  const { draft } = useDraft();
  const { files, missingBytes } = useUploads();
  const manifestCid = useMemo(() => manifest && cidOf(manifestBytes(manifest)), [manifest]);
  const isStored =
    files.length > 0 && missingBytes === 0 && manifestCid !== undefined && isStoredLately(draft, manifestCid);
  const head = useChainHead().data;
  const funding = useWalletFunding();
  const way: Way = funding?.kind === "none" ? "post" : draft.way;
  const permit2 = funding?.kind === "permit2" ? funding.standing : undefined;
  const query = useQuery({
    queryKey: standingKey(account),
    enabled: account !== undefined,
    queryFn: async () => {
      const [view, gasPrice] = await Promise.all([
        showAccount(hive, account as NonNullable<typeof account>),
        hive.publicClient.getGasPrice(),
      ]);
      return { view, gasPrice };
    },
    refetchInterval: 10_000,
  });
  const isSignedIn = session.kind === "signed-in";
  const standing = useMemo<Standing | undefined>(() => {
    if (!query.data || !head) return undefined;
    const { view, gasPrice } = query.data;
    return { account: view, gasPrice, isStored, isSignedIn, permit2, now: head.timestamp };
  }, [query.data, head, isStored, isSignedIn, permit2]);
  return { standing, funding, way, account, isConnected: account !== undefined, query };
}
