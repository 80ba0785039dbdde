"use client";

import { formatAmount } from "@computehive/protocol/price";
import { useToken } from "../lib/chain/use-hive.ts";
import { useConfig } from "../lib/config/config-context.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { groupDigits } from "./number-text.ts";

export interface AmountProps {
  /** In the smallest unit. */
  readonly value: bigint;
  /** Decimals shown at most; what is cut off stands in the title. */
  readonly decimals?: number;
  /** The token's symbol after it; on by default. */
  readonly withSymbol?: boolean;
  readonly isSigned?: boolean;
}

/** Money in the market's token. Never rounded up, never hidden: the exact amount is in the title. */
export function Amount({ value, decimals = 6, withSymbol = true, isSigned = false }: AmountProps) {
  const token = useToken();
  if (!token) return <Skeleton className="h-4 w-16" />;
  return (
    <Figure
      exact={formatAmount(value, token.decimals)}
      symbol={withSymbol ? token.symbol : undefined}
      sign={isSigned && value > 0n ? "+" : ""}
      decimals={decimals}
    />
  );
}

/** The chain's coin, in wei. */
export function CoinAmount({ value, decimals = 5, withSymbol = true }: Omit<AmountProps, "isSigned">) {
  const { coinSymbol } = useConfig();
  return (
    <Figure exact={formatAmount(value, 18)} symbol={withSymbol ? coinSymbol : undefined} sign="" decimals={decimals} />
  );
}

function Figure({
  exact,
  symbol,
  sign,
  decimals,
}: {
  exact: string;
  symbol: string | undefined;
  sign: string;
  decimals: number;
}) {
  const { text, isCut } = groupDigits(exact, decimals);
  return (
    <span className="whitespace-nowrap" title={isCut ? `${exact} ${symbol ?? ""}`.trim() : undefined}>
      {sign}
      {text}
      {symbol && <span className="ml-1 text-muted">{symbol}</span>}
    </span>
  );
}
