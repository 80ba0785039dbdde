"use client";

import { formatAmount } from "@computehive/protocol/price";
import type { ReactNode } from "react";
import { useToken } from "../lib/chain/use-hive.ts";
import { readTypedAmount, type TypedAmount } from "../lib/money/read-amount.ts";
import { amountFieldTexts as texts } from "../texts/amount-field.ts";
import { TextField } from "../ui/field.tsx";
import { Amount } from "./amount.tsx";

export interface AmountFieldProps {
  readonly label: ReactNode;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** The most that can be given; a button takes all of it. */
  readonly most?: bigint | undefined;
  readonly hint?: ReactNode;
  /** What is wrong beyond the amount itself. */
  readonly error?: ReactNode;
  readonly tooMuch?: string;
}

/** Money as somebody types it, in whole tokens. */
export function AmountField({ label, value, onChange, most, hint, error, tooMuch }: AmountFieldProps) {
  const token = useToken();
  const read = token && readTypedAmount(value, { decimals: token.decimals, most });
  return (
    <TextField
      label={label}
      inputMode="decimal"
      value={value}
      onChange={({ target }) => onChange(target.value)}
      unit={token?.symbol ?? ""}
      hint={hint}
      error={error ?? (read && token && faultOf(read, token.decimals, tooMuch))}
      aside={
        most !== undefined &&
        token && (
          <button
            type="button"
            className="text-accent hover:underline"
            onClick={() => onChange(formatAmount(most, token.decimals))}
          >
            {texts.all} <Amount value={most} />
          </button>
        )
      }
    />
  );
}

function faultOf({ kind }: TypedAmount, decimals: number, tooMuch: string = texts.tooMuch): string | undefined {
  if (kind === "invalid") return texts.invalid(decimals);
  if (kind === "zero") return texts.zero;
  return kind === "too-much" ? tooMuch : undefined;
}

/** What the field holds, if it can be used. */
export function useTypedAmount(text: string, most?: bigint): bigint | undefined {
  const token = useToken();
  if (!token) return undefined;
  const read = readTypedAmount(text, { decimals: token.decimals, most });
  return read.kind === "amount" ? read.amount : undefined;
}
