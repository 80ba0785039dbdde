"use client";

import { useConnection } from "wagmi";
import type { UseTransaction } from "../lib/transactions/use-transaction.ts";
import { transactionTexts as texts } from "../texts/transactions.ts";
import { Button, type ButtonProps } from "../ui/button.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { TransactionLink } from "./hash.tsx";

export interface TransactionButtonProps extends Omit<ButtonProps, "isBusy" | "onClick"> {
  readonly transaction: UseTransaction;
  /** Starts it: `() => transaction.run(request)`. */
  readonly onStart: () => void;
}

/** The button of a chain write: shows the phase, and leads to the wallet first where none is connected. */
export function TransactionButton({ transaction, onStart, children, ...button }: TransactionButtonProps) {
  const { isConnected, isReconnecting } = useConnection();
  const { state, isBusy } = transaction;
  return (
    <Button variant="primary" {...button} isBusy={isBusy} onClick={onStart}>
      {isBusy ? busyText(state) : isConnected || isReconnecting ? children : "Connect wallet"}
    </Button>
  );
}

function busyText(state: UseTransaction["state"]): string {
  if (state.phase === "pending" && state.isMined) return texts.indexing;
  const step = "step" in state && state.step.count > 1 ? texts.step(state.step.number, state.step.count) : "";
  return step + texts.phases[state.phase];
}

/** Below the button: the transaction while it is under way, and why it failed. */
export function TransactionStatus({ transaction }: { transaction: UseTransaction }) {
  const { state } = transaction;
  if (state.phase === "pending") {
    return (
      <p role="status" className="text-xs text-muted">
        {busyText(state)} <TransactionLink hash={state.hash} />
      </p>
    );
  }
  if (state.phase !== "failed") return null;
  const { what, advice, detail } = state.error;
  return <ErrorState what={what} advice={advice} detail={detail} />;
}
