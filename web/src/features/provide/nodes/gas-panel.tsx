"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Address as AddressValue } from "viem";
import { Address } from "../../../components/address.tsx";
import { CoinAmount } from "../../../components/amount.tsx";
import { useHive } from "../../../lib/chain/use-hive.ts";
import { useConfig } from "../../../lib/config/config-context.tsx";
import { useExplain } from "../../../lib/errors/use-explain.ts";
import { provideNodeTexts as texts } from "../../../texts/provide/node.ts";
import { Button } from "../../../ui/button.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { useToasts } from "../../../ui/toast.tsx";
import type { GasMoney } from "./gas-money.ts";

/** Warns while the node key is short of the chain's coin: how much to send, and to where. */
export function GasWarning({ node, gas }: { node: AddressValue; gas: GasMoney }) {
  const { isLocalChain } = useConfig();
  if (gas.level === "enough") return null;
  return (
    <Notice
      tone={gas.level === "stopped" ? "negative" : "caution"}
      title={gas.level === "stopped" ? texts.gasStopped : texts.gasLow}
      action={isLocalChain && <GiveTestCoin node={node} />}
    >
      {texts.gasSend} <CoinAmount value={gas.topUp} /> {texts.gasTo} <Address value={node} isFull /> {texts.gasWhy}
    </Notice>
  );
}

/** Local chains make coin out of nothing. */
function GiveTestCoin({ node }: { node: AddressValue }) {
  const hive = useHive();
  const queries = useQueryClient();
  const toasts = useToasts();
  const explain = useExplain();
  const give = useMutation({
    mutationFn: async () => {
      const { giveTestCoin } = await import("../../../lib/dev-wallet/test-money.ts");
      await giveTestCoin(hive, node);
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ["chain", "coin", node.toLowerCase()] });
      toasts.add({ tone: "positive", title: texts.givenTestCoin });
    },
    onError: (error) => toasts.add({ tone: "negative", title: explain(error).what }),
  });
  return (
    <Button size="small" isBusy={give.isPending} onClick={() => give.mutate()}>
      {texts.giveTestCoin}
    </Button>
  );
}
