"use client";

import type { Saying } from "@computehive/protocol/error-sentences/sentence";
import { formatAmount } from "@computehive/protocol/price";
import { useCallback } from "react";
import { formatDateTime } from "../../ui/time/format-time.ts";
import { useToken } from "../chain/use-hive.ts";
import { type Explained, explainError } from "./explain-error.ts";

/** Explains errors with amounts in the market's token and times of this browser. */
export function useExplain(): (error: unknown) => Explained {
  const token = useToken();
  return useCallback(
    (error) => {
      const say: Partial<Saying> = {
        time: (seconds) => formatDateTime(Number(seconds)),
        ...(token && { amount: (value: bigint) => `${formatAmount(value, token.decimals)} ${token.symbol}` }),
      };
      return explainError(error, say);
    },
    [token],
  );
}
