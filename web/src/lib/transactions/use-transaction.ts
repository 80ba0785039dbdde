"use client";

import type { HiveClient } from "@computehive/sdk/hive-client";
import { type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import type { Address, Hex, TransactionReceipt, WalletClient } from "viem";
import { useConfig as useWagmiConfig } from "wagmi";
import { transactionTexts as texts } from "../../texts/transactions.ts";
import { useToasts } from "../../ui/toast.tsx";
import { balancesKey } from "../chain/use-balances.ts";
import { useExplorerLinks } from "../chain/use-explorer-links.ts";
import { useHive } from "../chain/use-hive.ts";
import { loadContractSentences } from "../errors/contract-sentences.ts";
import { useExplain } from "../errors/use-explain.ts";
import { useWallet } from "../wallet/use-wallet.ts";
import { useWalletDialog } from "../wallet/wallet-dialog-context.tsx";
import { findPending, forgetPending, rememberPending } from "./pending-store.ts";
import { type Confirmed, isBusy, type Step, type TransactionState } from "./phases.ts";
import type { What } from "./run-transaction.ts";
import { useIndexedBlock } from "./use-indexed-block.ts";

export interface UseTransactionOptions {
  /** Names the write and its subject, such as `jobs.accept:0x…`; a page that is loaded again goes on waiting by it. */
  readonly key: string;
  /** What it does, for toasts: "Accept the result". */
  readonly title: string;
  /** Queries that the write changes; the account's balances are always asked again. */
  readonly invalidates?: readonly QueryKey[];
  /** Also after a reload in the middle. */
  readonly onConfirmed?: (confirmed: Confirmed) => void;
}

export interface UseTransaction {
  readonly state: TransactionState;
  readonly isBusy: boolean;
  /** Starts the write; opens the list of wallets where none is connected. Does nothing while one is under way. */
  run(what: What): Promise<Confirmed | undefined>;
  /** Back to idle after `confirmed` or `failed`. */
  reset(): void;
}

/** What a chain write needs beyond its button, with the sentences for what can fail: fetched when the first one starts. */
async function loadEngine() {
  const [{ getWalletClient, switchChain }, { runTransaction, settledReceipt }] = await Promise.all([
    import("wagmi/actions"),
    import("./run-transaction.ts"),
    loadContractSentences(),
  ]);
  return { getWalletClient, switchChain, runTransaction, settledReceipt };
}

/** Every change of the chain goes through this hook: simulated first, signed in the wallet, followed to the indexer. */
export function useTransaction({ key, title, invalidates = [], onConfirmed }: UseTransactionOptions): UseTransaction {
  const hive = useHive();
  const wagmi = useWagmiConfig();
  const wallet = useWallet();
  const walletDialog = useWalletDialog();
  const queries = useQueryClient();
  const toasts = useToasts();
  const explain = useExplain();
  const links = useExplorerLinks();
  const untilIndexed = useIndexedBlock();
  const [state, setState] = useState<TransactionState>({ phase: "idle" });
  const busy = useRef(false);
  const stopping = useRef<AbortController | undefined>(undefined);
  const account = wallet.kind === "connected" ? wallet.address : undefined;
  const { chainId, genesisHash } = hive.deployment;

  const fail = useEffectEvent((cause: unknown, hash?: Hex) => {
    if (stopping.current?.signal.aborted) return;
    if (hash) forgetPending(hash);
    const error = explain(cause);
    setState({ phase: "failed", error, cause, hash });
    toasts.add({
      tone: error.kind === "rejected" ? "neutral" : "negative",
      title: error.kind === "rejected" ? texts.declined(title) : texts.failed(title),
      description: error.what,
      ...(hash && { link: { href: links.transaction(hash), label: texts.view } }),
    });
  });

  const finish = useEffectEvent(async (receipt: TransactionReceipt, step: Step): Promise<Confirmed> => {
    const hash = receipt.transactionHash;
    setState({ phase: "pending", step, hash, isMined: true });
    const isIndexed = await untilIndexed(receipt.blockNumber, stopping.current?.signal);
    forgetPending(hash);
    const confirmed = { hash, receipt, isIndexed };
    for (const queryKey of [...invalidates, balancesKey(account)]) void queries.invalidateQueries({ queryKey });
    setState({ phase: "confirmed", confirmed });
    toasts.add({
      tone: "positive",
      title: texts.confirmed(title),
      description: isIndexed ? undefined : texts.notIndexed,
      link: { href: links.transaction(hash), label: texts.view },
    });
    onConfirmed?.(confirmed);
    return confirmed;
  });

  const portsFor = (withWallet: HiveClient, from: Address, signal: AbortSignal) => {
    // Another account came in the middle: what was sent is remembered, what is shown belongs to the new one.
    const show = (next: TransactionState) => {
      if (!signal.aborted) setState(next);
    };
    const remember = (hash: Hex, step: Step) => {
      rememberPending({ key, hash, from, genesisHash, isLast: step.number === step.count });
      show({ phase: "pending", step, hash, isMined: false });
    };
    return {
      hive: withWallet,
      account: from,
      signal,
      onSimulating: (step: Step) => show({ phase: "simulating", step }),
      onSigning: (step: Step) => show({ phase: "signing", step }),
      onSent: remember,
      onReplaced(old: Hex, hash: Hex, step: Step) {
        forgetPending(old);
        remember(hash, step);
      },
    };
  };

  const run: UseTransaction["run"] = async (what) => {
    if (busy.current) return undefined;
    if (!account) {
      walletDialog.open();
      return undefined;
    }
    busy.current = true;
    stopping.current = new AbortController();
    const { signal } = stopping.current;
    let sent: Hex | undefined;
    try {
      setState({ phase: "simulating", step: { number: 1, count: 1 } });
      const { getWalletClient, runTransaction, switchChain } = await loadEngine();
      if (wallet.kind === "connected" && wallet.isWrongChain) await switchChain(wagmi, { chainId });
      const walletClient = (await getWalletClient(wagmi, { account, chainId })) as WalletClient;
      const ports = portsFor({ ...hive, walletClient }, account, signal);
      let last: Step = { number: 1, count: 1 };
      const receipt = await runTransaction(what, {
        ...ports,
        onSent(hash, step) {
          sent = hash;
          last = step;
          ports.onSent(hash, step);
        },
      });
      return await finish(receipt, last);
    } catch (cause) {
      fail(cause, sent);
      return undefined;
    } finally {
      busy.current = false;
    }
  };

  const resume = useEffectEvent(async (from: Address, signal: AbortSignal) => {
    const pending = findPending({ key, from, genesisHash });
    if (!pending || busy.current) return;
    busy.current = true;
    const step = { number: 1, count: 1 };
    const ports = portsFor(hive, from, signal);
    setState({ phase: "pending", step, hash: pending.hash, isMined: false });
    try {
      const { settledReceipt } = await loadEngine();
      const receipt = await settledReceipt({
        hive,
        hash: pending.hash,
        functionName: title,
        account: from,
        signal,
        step,
        ports,
      });
      if (pending.isLast) await finish(receipt, step);
      else {
        forgetPending(pending.hash);
        setState({ phase: "idle" });
      }
    } catch (cause) {
      fail(cause, pending.hash);
    } finally {
      busy.current = false;
    }
  });

  // Another key, account or chain is another write: the old one goes on unseen and is found again by its key.
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are what makes it another write.
  useEffect(() => {
    setState({ phase: "idle" });
    stopping.current = new AbortController();
    const { signal } = stopping.current;
    if (account) void resume(account, signal);
    return () => {
      stopping.current?.abort();
      busy.current = false;
    };
  }, [key, account, genesisHash]);

  const reset = useCallback(() => setState((now) => (isBusy(now) ? now : { phase: "idle" })), []);
  return { state, isBusy: isBusy(state), run, reset };
}
