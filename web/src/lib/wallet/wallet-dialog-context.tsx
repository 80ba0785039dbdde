"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

interface WalletDialogState {
  readonly isOpen: boolean;
  open(): void;
  close(): void;
}

const WalletDialogContext = createContext<WalletDialogState | undefined>(undefined);

export function WalletDialogProvider({ children }: { children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  const state = useMemo(() => ({ isOpen, open: () => setOpen(true), close: () => setOpen(false) }), [isOpen]);
  return <WalletDialogContext value={state}>{children}</WalletDialogContext>;
}

/** Opens the list of wallets from anywhere: `useWalletDialog().open()`. */
export function useWalletDialog(): WalletDialogState {
  const state = useContext(WalletDialogContext);
  if (!state) throw new Error("useWalletDialog needs a WalletDialogProvider above it.");
  return state;
}
