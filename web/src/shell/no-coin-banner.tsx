"use client";

import { useConfig } from "../lib/config/config-context.tsx";
import { useGatewayInfo } from "../lib/services/services-state.ts";
import { noCoinTexts as texts } from "../texts/no-coin.ts";
import { shellTexts } from "../texts/shell.ts";
import { Button } from "../ui/button.tsx";
import { Banner } from "./banner.tsx";
import { useTestMoney } from "./use-test-money.ts";

/** What an account without coin can do, and where coin comes from; nothing once it has some. */
export function NoCoinBanner({ isBroke }: { isBroke: boolean }) {
  const { coinSymbol, isLocalChain } = useConfig();
  const isCarried = useGatewayInfo().data?.carrier !== undefined;
  const testMoney = useTestMoney("banner");
  if (!isBroke) return null;
  const body = isLocalChain ? texts.bodyLocal : texts.body(coinSymbol);
  return (
    <Banner
      tone="caution"
      title={texts.title(coinSymbol)}
      body={isCarried ? texts.bodyCarried : body}
      action={
        isLocalChain && (
          <Button size="small" isBusy={testMoney.isBusy} onClick={() => void testMoney.get()}>
            {shellTexts.wallet.getTestMoney}
          </Button>
        )
      }
    />
  );
}
