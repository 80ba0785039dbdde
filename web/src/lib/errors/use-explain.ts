"use client";

import type { Saying } from "@computehive/protocol/error-sentences/sentence";
import { formatAmount } from "@computehive/protocol/price";
import { useCallback, useEffect, useState } from "react";
import { formatDateTime } from "../../ui/time/format-time.ts";
import { useToken } from "../chain/use-hive.ts";
import { contractSentences, loadContractSentences } from "./contract-sentences.ts";
import { type Explained, explainError } from "./explain-error.ts";

/** Explains errors with amounts in the market's token and times of this browser. */
export function useExplain(): (error: unknown) => Explained {
  const token = useToken();
  const [, setReady] = useState(contractSentences() !== undefined);
  useEffect(() => {
    void loadContractSentences().then(() => setReady(true));
  }, []);
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
