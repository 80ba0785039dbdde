"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { useConfig } from "../../../lib/config/config-context.tsx";
import { type Draft, newDraft, newDraftId } from "./draft.ts";
import { createDraftStore, type DraftStore } from "./draft-store.ts";
import { furthest, isReachable, type Step, stepOf } from "./steps.ts";

/** What a new draft begins with. */
export type Beginning =
  | { readonly kind: "offer"; readonly id: string }
  | { readonly kind: "like"; readonly id: string }
  /** A manifest that the account saved at the gateway. */
  | { readonly kind: "saved"; readonly id: string }
  | { readonly kind: "anew" };

interface DraftContextValue {
  readonly draft: Draft;
  readonly step: Step;
  readonly store: DraftStore;
  /** What still has to be fetched into the draft; nothing after `begun`. */
  readonly beginning: Beginning | undefined;
  begun(): void;
  /** An older draft was taken up. */
  readonly isResumed: boolean;
  update(change: (draft: Draft) => Draft): void;
  go(step: Step): void;
  /** Leaves this draft and begins with an empty one. */
  startAnew(): void;
}

const DraftContext = createContext<DraftContextValue | undefined>(undefined);

export function useDraft(): DraftContextValue {
  const value = useContext(DraftContext);
  if (!value) throw new Error("useDraft needs a DraftProvider above it.");
  return value;
}

/** Finds the draft that the URL names, or begins one and writes its name there: a reload comes back to the same place. */
export function DraftProvider({ children, pending }: { children: ReactNode; pending: ReactNode }) {
  const query = useSearchParams();
  const router = useRouter();
  const { deployment } = useConfig();
  const market = `${deployment.genesisHash}:${deployment.contracts.market}`;
  const [store] = useState(createDraftStore);
  const [found, setFound] = useState<{ draft: Draft; isResumed: boolean } | undefined>(undefined);
  const [beginning, setBeginning] = useState<Beginning | undefined>(undefined);
  const latest = useRef<Draft | undefined>(undefined);
  const id = query.get("draft");
  const asked = beginningOf(query);
  const askedKey = asked ? `${asked.kind}:${"id" in asked ? asked.id : ""}` : "";

  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` is a new object each time; its key is not.
  useEffect(() => {
    if (id !== null && latest.current?.id === id) return;
    const controller = new AbortController();
    void openDraft(store, { id, market, isNew: asked !== undefined }).then(({ draft, isHeld }) => {
      if (controller.signal.aborted) return;
      latest.current = draft;
      setBeginning(isHeld ? undefined : asked);
      setFound({ draft, isResumed: isHeld && id === null });
      if (id !== draft.id)
        router.replace(hrefOf(draft.id, stepOf(query.get("step")) ?? draft.reached), { scroll: false });
      void store.save(draft).then(() => store.sweep(Date.now()));
    });
    return () => controller.abort();
  }, [id, market, askedKey, store, router]);

  const update = useCallback(
    (change: (draft: Draft) => Draft) => {
      if (!latest.current) return;
      const draft = { ...change(latest.current), changedAt: Date.now() };
      latest.current = draft;
      setFound((before) => before && { ...before, draft });
      void store.save(draft);
    },
    [store],
  );

  const go = useCallback(
    (step: Step) => {
      const current = latest.current;
      if (!current) return;
      update((draft) => ({ ...draft, reached: furthest(draft.reached, step) }));
      router.push(hrefOf(current.id, step));
    },
    [router, update],
  );

  const startAnew = useCallback(() => {
    latest.current = undefined;
    setFound(undefined);
    router.push("/jobs/new?anew=1");
  }, [router]);

  const begun = useCallback(() => setBeginning(undefined), []);
  const value = useMemo<DraftContextValue | undefined>(() => {
    if (!found || found.draft.id !== id) return undefined;
    const wanted = stepOf(query.get("step")) ?? "program";
    const step = isReachable(wanted, found.draft.reached) ? wanted : found.draft.reached;
    return { ...found, step, store, beginning, begun, update, go, startAnew };
  }, [found, id, query, store, beginning, begun, update, go, startAnew]);

  return value ? <DraftContext value={value}>{children}</DraftContext> : pending;
}

export function hrefOf(id: string, step: Step): string {
  return `/jobs/new?draft=${id}&step=${step}`;
}

function beginningOf(query: { get(name: string): string | null }): Beginning | undefined {
  const offer = query.get("offer");
  if (offer) return { kind: "offer", id: offer.toLowerCase() };
  const like = query.get("like");
  if (like) return { kind: "like", id: like.toLowerCase() };
  const saved = query.get("saved");
  if (saved) return { kind: "saved", id: saved };
  return query.get("anew") === "1" ? { kind: "anew" } : undefined;
}

async function openDraft(
  store: DraftStore,
  place: { id: string | null; market: string; isNew: boolean },
): Promise<{ draft: Draft; isHeld: boolean }> {
  const held = await findDraft(store, place);
  const draft = held ?? newDraft({ id: newDraftId(), market: place.market, now: Date.now() });
  return { draft, isHeld: held !== undefined };
}

async function findDraft(
  store: DraftStore,
  { id, market, isNew }: { id: string | null; market: string; isNew: boolean },
): Promise<Draft | undefined> {
  if (id !== null) {
    const named = await store.load(id);
    return named?.market === market ? named : undefined;
  }
  if (isNew) return undefined;
  const [newest] = (await store.list(market)).filter(
    ({ posted, program }) => posted === undefined && program !== undefined,
  );
  return newest;
}
