"use client";

import { useCarrier } from "../lib/chain/use-carrier.ts";
import { carriedTexts as texts } from "../texts/carried.ts";
import { Amount } from "./amount.tsx";

/** Tells an account without coin that it only signs, and what that costs; nothing for all others. */
export function CarriedNote({ isWithdrawal = false }: { isWithdrawal?: boolean }) {
  const carrier = useCarrier();
  if (!carrier) return null;
  return (
    <p className="text-xs text-muted">
      {texts.note}{" "}
      {isWithdrawal && carrier.withdrawalFee > 0n && (
        <>
          {texts.fee} <Amount value={carrier.withdrawalFee} />.
        </>
      )}
    </p>
  );
}
