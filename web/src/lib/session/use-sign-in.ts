"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Address, PublicClient } from "viem";
import { useConfig as useWagmiConfig } from "wagmi";
import { sessionTexts as texts } from "../../texts/session.ts";
import { useHive } from "../chain/use-hive.ts";
import { useConfig } from "../config/config-context.tsx";
import type { Explained } from "../errors/explain-error.ts";
import { useExplain } from "../errors/use-explain.ts";
import { ApiRefusedError } from "../http/api-errors.ts";
import { useGateway } from "../http/services.tsx";
import { useAddress } from "../wallet/use-wallet.ts";
import { useWalletDialog } from "../wallet/wallet-dialog-context.tsx";
import { sessionKey } from "./use-session.ts";

export type SignInState =
  | { readonly phase: "idle" }
  /** Asks the gateway for a nonce, or tells it the signature. */
  | { readonly phase: "asking" }
  /** The wallet shows the message. */
  | { readonly phase: "signing" }
  | { readonly phase: "failed"; readonly error: Explained };

export interface UseSignIn {
  readonly state: SignInState;
  readonly isBusy: boolean;
  /** Opens the list of wallets where none is connected. Answers whether somebody is signed in now. */
  signIn(): Promise<boolean>;
}

/** Signs in with Ethereum: one message, no transaction, no cost. */
export function useSignIn(): UseSignIn {
  const gateway = useGateway();
  const { origin, deployment } = useConfig();
  const { publicClient } = useHive();
  const wagmi = useWagmiConfig();
  const account = useAddress();
  const walletDialog = useWalletDialog();
  const queries = useQueryClient();
  const explain = useExplain();
  const [state, setState] = useState<SignInState>({ phase: "idle" });
  const busy = useRef(false);

  const attempt = async (address: Address): Promise<void> => {
    setState({ phase: "asking" });
    // Messages, signatures and the schemas of the answers come when somebody signs in.
    const { signInAs } = await import("./sign-in.ts");
    const session = await signInAs(address, {
      gateway,
      wagmi,
      origin,
      chainId: deployment.chainId,
      onSigning: () => setState({ phase: "signing" }),
      onSigned: () => setState({ phase: "asking" }),
    });
    queries.setQueryData(sessionKey, session);
    setState({ phase: "idle" });
  };

  const signIn = async (): Promise<boolean> => {
    if (busy.current) return false;
    if (!account) {
      walletDialog.open();
      return false;
    }
    busy.current = true;
    try {
      await attempt(account);
      return true;
    } catch (cause) {
      const error = explain(cause);
      const isContract = isRefusal(cause) && (await hasCode(publicClient, account));
      setState({ phase: "failed", error: isContract ? { ...error, advice: texts.contractAccount } : error });
      return false;
    } finally {
      busy.current = false;
    }
  };

  return { state, isBusy: state.phase === "asking" || state.phase === "signing", signIn };
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiRefusedError && (error.status === 401 || error.status === 422);
}

/** A contract's signature is another thing than a key's, and fails for other reasons. */
async function hasCode(publicClient: PublicClient, address: Address): Promise<boolean> {
  return Boolean(await publicClient.getCode({ address }).catch(() => undefined));
}
