"use client";

import { blobPutResponseSchema } from "@computehive/protocol/api/blob";
import { routes } from "@computehive/protocol/api/routes";
import { cidOf } from "@computehive/protocol/cid";
import { type Manifest, manifestBytes, manifestHash } from "@computehive/protocol/manifest";
import { jobIdOf } from "@computehive/protocol/order";
import { FUNDINGS } from "@computehive/protocol/order-choices";
import { showAccount } from "@computehive/sdk/account/show-account";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import type { Address, Hex } from "viem";
import { useConfig as useWagmiConfig } from "wagmi";
import { useHive } from "../../../lib/chain/use-hive.ts";
import type { Explained } from "../../../lib/errors/explain-error.ts";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { useGateway, useGatewayClient } from "../../../lib/http/services.tsx";
import { findLeftOrder } from "../../../lib/jobs/left-order.ts";
import { useSession } from "../../../lib/session/use-session.ts";
import { useSignIn } from "../../../lib/session/use-sign-in.ts";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { useWallet } from "../../../lib/wallet/use-wallet.ts";
import { useWalletDialog } from "../../../lib/wallet/wallet-dialog-context.tsx";
import { postJobTexts } from "../../../texts/post-job.ts";
import { useDraft } from "../draft/use-draft.tsx";
import { isPause, isStoredLately, useUploads } from "../upload/use-uploads.tsx";
import { finishOrder, type OrderParts } from "../work/order.ts";
import { isOrderStale } from "./posting-plan.ts";
import { isPosted, postingRequests } from "./posting-requests.ts";
import { untilQuiet } from "./quiet-account.ts";
import { type PreparedOrder, restoreOrder, storeOrder } from "./stored-order.ts";
import { standingKey } from "./use-standing.ts";

const ACCOUNT = FUNDINGS.indexOf("account");

/** Where the posting is, beside the transactions, which have phases of their own. */
export type PostingState =
  | { readonly kind: "idle" }
  | { readonly kind: "signing-in" }
  | { readonly kind: "uploading" }
  | { readonly kind: "preparing" }
  /** The wallet shows the order's one signature. */
  | { readonly kind: "signing" }
  | { readonly kind: "posted"; readonly jobId: Hex }
  | { readonly kind: "failed"; readonly error: Explained };

interface Begun {
  readonly prepared: PreparedOrder;
  /** It has reached nodes already. */
  readonly isThere: boolean;
}

export interface PostWhat {
  readonly manifest: Manifest;
  readonly parts: OrderParts;
}

/**
 * Signs in, uploads, pays in, allows and posts: as much of it as the chain and the gateway do not show as done. With `walletFunding`,
 * the order's `funding`, it is only signed, and left at the gateway.
 */
export function usePosting(walletFunding: number | undefined) {
  const { draft, update } = useDraft();
  const hive = useHive();
  const gateway = useGateway();
  const gatewayClient = useGatewayClient();
  const wagmi = useWagmiConfig();
  const wallet = useWallet();
  const account = wallet.kind === "connected" ? wallet.address : undefined;
  const session = useSession();
  const signIn = useSignIn();
  const uploads = useUploads();
  const walletDialog = useWalletDialog();
  const explain = useExplain();
  const router = useRouter();
  const funding = walletFunding ?? ACCOUNT;
  const [state, setState] = useState<PostingState>({ kind: "idle" });

  const arrive = useEffectEvent((jobId: Hex) => {
    update((before) => ({ ...before, posted: jobId }));
    setState({ kind: "posted", jobId });
    router.push(`/jobs/${jobId}`);
  });

  const transaction = useTransaction({
    key: `jobs.post:${draft.id}`,
    title: postJobTexts.title,
    invalidates: [["indexer", "jobs"], standingKey(account)],
    onConfirmed: () => draft.posting && arrive(draft.posting.jobId),
  });

  /** An order that was begun has reached nodes: by the chain or, one that is only signed, by the gateway. */
  const isThere = async ({ jobId, order }: PreparedOrder): Promise<boolean> => {
    if (await isPosted(hive, jobId)) return true;
    if (order.funding === ACCOUNT) return false;
    const left = await findLeftOrder(hive, jobId);
    return left !== null && left.standing !== "over";
  };

  // The page may have been closed after the transaction or the order was sent: chain and gateway know.
  const look = useEffectEvent(async (jobId: Hex) => {
    if (draft.posted) return setState({ kind: "posted", jobId: draft.posted });
    const begun = draft.posting && restoreOrder(hive.marketDomain, draft.posting);
    if (begun && (await isThere(begun))) {
      update((before) => ({ ...before, posted: jobId }));
      setState({ kind: "posted", jobId });
    }
  });
  const begunId = draft.posting?.jobId;
  useEffect(() => {
    if (begunId) void look(begunId).catch(() => undefined);
  }, [begunId]);

  const isStored = (manifest: Manifest): boolean =>
    uploads.missingBytes === 0 && isStoredLately(draft, cidOf(manifestBytes(manifest)));

  const enter = async (): Promise<boolean> => {
    if (session.kind === "signed-in") return true;
    setState({ kind: "signing-in" });
    const isIn = await signIn.signIn();
    if (!isIn) setState({ kind: "idle" });
    return isIn;
  };

  const store = async (manifest: Manifest): Promise<void> => {
    setState({ kind: "uploading" });
    await uploads.run();
    const { cid } = await gateway.send(
      "POST",
      routes.manifests(),
      { body: manifest, isRepeatable: true },
      blobPutResponseSchema,
    );
    update((before) => ({ ...before, stored: { ...before.stored, [cid]: Date.now() } }));
  };

  /** What an earlier try sent must be known before another order takes its place. */
  const begunOrder = async (): Promise<Begun | undefined> => {
    const prepared = draft.posting && restoreOrder(hive.marketDomain, draft.posting);
    if (!prepared) return undefined;
    await untilQuiet(hive.publicClient, prepared.order.buyer, new AbortController().signal);
    return { prepared, isThere: await isThere(prepared) };
  };

  /** The order that was begun, as long as it is still what is wanted; else a new one. */
  const orderFor = async ({ manifest, parts }: PostWhat, buyer: Address): Promise<Begun> => {
    setState({ kind: "preparing" });
    const begun = await begunOrder();
    if (begun?.isThere) return begun;
    const [view, block] = await Promise.all([showAccount(hive, buyer), hive.publicClient.getBlock()]);
    const now = Number(block.timestamp);
    const isStale = begun && isOrderStale(begun.prepared.order, { buyer, epoch: view.epoch, now });
    if (begun && !isStale && isSameOrder(begun.prepared, { manifest, parts }, funding)) return begun;
    const { deployment } = hive;
    const { resourceClass } = draft.limits;
    const made = finishOrder({ deployment, manifest, resourceClass, parts, buyer, epoch: view.epoch, now });
    const order = { ...made.order, funding };
    const prepared = { order, terms: made.terms, jobId: jobIdOf(hive.marketDomain, order, made.terms) };
    update((before) => ({ ...before, posting: storeOrder(prepared, Date.now()) }));
    return { prepared, isThere: false };
  };

  const sign = async (prepared: PreparedOrder): Promise<void> => {
    setState({ kind: "signing" });
    const { signAndLeave } = await import("./sign-and-leave.ts");
    const isWrongChain = wallet.kind === "connected" && wallet.isWrongChain;
    await signAndLeave(prepared, { hive, gateway: gatewayClient, wagmi, isWrongChain });
    arrive(prepared.jobId);
  };

  const send = async ({ prepared, isThere: isOver }: Begun): Promise<void> => {
    if (isOver) return arrive(prepared.jobId);
    if (walletFunding !== undefined) return sign(prepared);
    setState({ kind: "idle" });
    await transaction.run((context) => postingRequests(prepared, context));
  };

  const post = async (what: PostWhat): Promise<void> => {
    if (!account) return walletDialog.open();
    try {
      if (!isStored(what.manifest)) {
        if (!(await enter())) return;
        await store(what.manifest);
      }
      await send(await orderFor(what, account));
    } catch (cause) {
      setState(isPause(cause) ? { kind: "idle" } : { kind: "failed", error: explain(cause) });
    }
  };

  const isBusy = isWorking(state) || transaction.isBusy;
  return { state, transaction, signIn, post, isBusy, isSigning: walletFunding !== undefined };
}

function isWorking({ kind }: PostingState): boolean {
  return kind === "signing-in" || kind === "uploading" || kind === "preparing" || kind === "signing";
}

/** Whether an order says what the draft says now; its salt and times are its own. */
function isSameOrder({ order, terms }: PreparedOrder, { manifest, parts }: PostWhat, funding: number): boolean {
  const { pricing, bond, exposure, times, onSilence, exclusive } = parts;
  const same = [
    terms.manifestHash === manifestHash(manifest),
    order.funding === funding,
    order.maxPay === pricing.maxPay,
    order.price === pricing.price,
    order.fixedPrice === pricing.fixedPrice,
    order.bond === bond,
    order.exposure === exposure,
    order.window === times.window,
    order.onSilence === (onSilence === "pay" ? 0 : 1),
    terms.exclusiveUntil > 0 === (exclusive !== undefined),
    exclusive === undefined || terms.node.toLowerCase() === exclusive.node.toLowerCase(),
  ];
  return same.every(Boolean);
}
