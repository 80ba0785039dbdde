"use client";

import { routes } from "@computehive/protocol/api/routes";
import { savedManifestResponseSchema } from "@computehive/protocol/api/saved-manifest";
import { cidFromDigest } from "@computehive/protocol/cid";
import { offerResponseSchema } from "@computehive/protocol/indexer-api/offer";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { MAX_MANIFEST_BYTES, readManifest } from "@computehive/protocol/manifest";
import { readShortName } from "@computehive/protocol/short-name";
import { useEffect, useEffectEvent, useState } from "react";
import type { Hex } from "viem";
import { useHive } from "../../../lib/chain/use-hive.ts";
import type { Explained } from "../../../lib/errors/explain-error.ts";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { useGateway, useGatewayClient, useIndexer } from "../../../lib/http/services.tsx";
import { loadJob } from "../../../lib/jobs/load-job.ts";
import { useDraft } from "../draft/use-draft.tsx";
import { copyManifest } from "./copy-manifest.ts";

/** How the draft came to its first content. */
export type BeginningState =
  | { readonly kind: "none" }
  | { readonly kind: "working" }
  | { readonly kind: "offer"; readonly isOpen: boolean }
  | { readonly kind: "copied"; readonly missing: readonly string[] }
  | { readonly kind: "failed"; readonly error: Explained; readonly retry: () => void };

/** Fills a new draft from the offer, the earlier job or the saved manifest that the URL named. */
export function useBeginning(): BeginningState {
  const { draft, store, beginning, begun, update } = useDraft();
  const indexer = useIndexer();
  const hive = useHive();
  const gateway = useGatewayClient();
  const session = useGateway();
  const explain = useExplain();
  const [state, setState] = useState<BeginningState>({ kind: "none" });
  const [attempt, setAttempt] = useState(0);

  const fromOffer = async (id: Hex, signal: AbortSignal): Promise<BeginningState> => {
    const { offer } = await indexer.get(indexerRoutes.offer(id), offerResponseSchema, { signal });
    update((before) => ({
      ...before,
      limits: { ...before.limits, resourceClass: offer.resourceClass },
      price: { ...before.price, mode: "offer", offerId: offer.offerId, exclusive: offer.isOpen },
    }));
    return { kind: "offer", isOpen: offer.isOpen };
  };

  const fromJob = async (id: Hex, signal: AbortSignal): Promise<BeginningState> => {
    const { terms } = await loadJob(id, { hive, indexer, avoidIndexer: false, signal });
    const cid = cidFromDigest(terms.manifestHash);
    const manifest = readManifest(await gateway.getBlob(cid, { maxBytes: MAX_MANIFEST_BYTES, signal }));
    const { into, missing } = await copyManifest(manifest, { gateway, store, signal });
    update((before) =>
      into({ ...before, limits: { ...before.limits, resourceClass: readShortName(terms.resourceClass) } }),
    );
    return { kind: "copied", missing };
  };

  const fromSaved = async (id: string, signal: AbortSignal): Promise<BeginningState> => {
    const { manifest } = await session.get(routes.savedManifest(id), savedManifestResponseSchema, { signal });
    const { into, missing } = await copyManifest(manifest, { gateway, store, signal });
    update(into);
    return { kind: "copied", missing };
  };

  const begin = useEffectEvent(async (signal: AbortSignal) => {
    if (!beginning) return;
    if (beginning.kind === "anew") return begun();
    setState({ kind: "working" });
    try {
      const readers = { offer: fromOffer, like: fromJob, saved: fromSaved };
      setState(await readers[beginning.kind](beginning.id as Hex, signal));
      begun();
    } catch (error) {
      if (signal.aborted) return;
      setState({ kind: "failed", error: explain(error), retry: () => setAttempt((count) => count + 1) });
    }
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another draft, or another try, begins again.
  useEffect(() => {
    const controller = new AbortController();
    void begin(controller.signal);
    return () => controller.abort();
  }, [draft.id, attempt]);

  return state;
}
