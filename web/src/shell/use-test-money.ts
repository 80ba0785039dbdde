"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { balancesKey } from "../lib/chain/use-balances.ts";
import { useHive } from "../lib/chain/use-hive.ts";
import { useExplain } from "../lib/errors/use-explain.ts";
import { useTransaction } from "../lib/transactions/use-transaction.ts";
import { useAddress } from "../lib/wallet/use-wallet.ts";
import { shellTexts } from "../texts/shell.ts";
import { useToasts } from "../ui/toast.tsx";

/** Coin and test dollars for the connected account; of use on local chains alone. `place`: which button it is for. */
export function useTestMoney(place: "banner" | "menu"): { get(): Promise<void>; isBusy: boolean } {
  const hive = useHive();
  const address = useAddress();
  const queries = useQueryClient();
  const toasts = useToasts();
  const explain = useExplain();
  const [isGiving, setGiving] = useState(false);
  const drip = useTransaction({ key: `faucet.drip:${place}`, title: shellTexts.testMoney.title });

  const get = async () => {
    if (!address) return;
    setGiving(true);
    try {
      const { giveTestCoin, testDollarRequest } = await import("../lib/dev-wallet/test-money.ts");
      await giveTestCoin(hive, address);
      await queries.invalidateQueries({ queryKey: balancesKey(address) });
      await drip.run(testDollarRequest(hive, address));
    } catch (error) {
      toasts.add({ tone: "negative", title: shellTexts.testMoney.failed, description: explain(error).what });
    } finally {
      setGiving(false);
    }
  };
  return { get, isBusy: isGiving || drip.isBusy };
}
