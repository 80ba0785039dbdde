"use client";

import dynamic from "next/dynamic";
import { useWalletDialog } from "../lib/wallet/wallet-dialog-context.tsx";
import { useWasEver } from "../ui/use-was-ever.ts";

const Content = dynamic(async () => (await import("./wallet-dialog-content.tsx")).WalletDialogContent, { ssr: false });

/** The list of wallets; its code is fetched when it is first opened. */
export function WalletDialog() {
  const { isOpen } = useWalletDialog();
  return useWasEver(isOpen) ? <Content /> : null;
}
