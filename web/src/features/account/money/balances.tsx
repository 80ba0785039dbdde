"use client";

import type { AccountView } from "@computehive/sdk/account/show-account";
import type { Address } from "viem";
import { Amount, CoinAmount } from "../../../components/amount.tsx";
import { useToken } from "../../../lib/chain/use-hive.ts";
import { accountMoneyTexts } from "../../../texts/account/money.ts";
import { Card } from "../../../ui/card.tsx";
import { Stat, Stats } from "../../../ui/stat.tsx";
import { useHeldForJobs, useOwnStake } from "../queries.ts";

const texts = accountMoneyTexts.balances;

/** Where the owner's money is. What a server that is away would say is left out, not guessed. */
export function Balances({ owner, account }: { owner: Address; account: AccountView | undefined }) {
  const held = useHeldForJobs(owner);
  const stake = useOwnStake(owner);
  const symbol = useToken()?.symbol;
  const amount = (value: bigint | undefined) =>
    value === undefined ? undefined : <Amount value={value} decimals={4} withSymbol={false} />;
  return (
    <Card title={texts.title} aside={symbol}>
      <Stats>
        <Stat label={texts.free} value={amount(account?.free)} note={texts.freeNote} />
        <Stat
          label={texts.held}
          value={held.isError ? "–" : amount(held.data?.amount)}
          note={held.data?.isWhole === false ? texts.atLeast : texts.heldNote}
        />
        <Stat
          label={texts.stake}
          value={stake.data ? amount(stake.data.active + stake.data.thawing) : undefined}
          note={texts.stakeNote}
        />
        <Stat label={texts.wallet} value={amount(account?.wallet)} note={" "} />
        <Stat label={texts.coin} value={account && <CoinAmount value={account.coin} decimals={4} />} note={" "} />
      </Stats>
    </Card>
  );
}
