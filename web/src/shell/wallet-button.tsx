"use client";

import { ChevronDown, Coins, ExternalLink, LogOut, UserRound, Wallet } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { getAddress } from "viem";
import { useDisconnect } from "wagmi";
import { Amount, CoinAmount } from "../components/amount.tsx";
import { shortHex } from "../components/hash.tsx";
import { useBalances } from "../lib/chain/use-balances.ts";
import { useExplorerLinks } from "../lib/chain/use-explorer-links.ts";
import { useConfig } from "../lib/config/config-context.tsx";
import { useWallet, type WalletState } from "../lib/wallet/use-wallet.ts";
import { useWalletDialog } from "../lib/wallet/wallet-dialog-context.tsx";
import { shellTexts } from "../texts/shell.ts";
import { Badge } from "../ui/badge.tsx";
import { Button, buttonClass } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { cx } from "../ui/cx.ts";
import { Popover } from "../ui/popover.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Spinner } from "../ui/spinner.tsx";
import { useTestMoney } from "./use-test-money.ts";

const texts = shellTexts.wallet;
type Connected = Extract<WalletState, { kind: "connected" }>;

/** "Connect wallet", or who is connected with what can be done about it. */
export function WalletButton() {
  const wallet = useWallet();
  const dialog = useWalletDialog();
  if (wallet.kind === "connected") return <AccountMenu wallet={wallet} />;
  return (
    <Button variant="primary" onClick={dialog.open} aria-haspopup="dialog">
      <Wallet aria-hidden="true" className="size-4 sm:hidden" />
      <span className="max-sm:sr-only">{texts.connect}</span>
    </Button>
  );
}

function AccountMenu({ wallet }: { wallet: Connected }) {
  const [isOpen, setOpen] = useState(false);
  const { isLocalChain } = useConfig();
  const { mutate: disconnect } = useDisconnect();
  const testMoney = useTestMoney("menu");
  const links = useExplorerLinks();
  const address = getAddress(wallet.address);
  const close = () => setOpen(false);
  const and = (action: () => void) => () => {
    close();
    action();
  };
  return (
    <Popover
      title={texts.menu}
      isOpen={isOpen}
      onOpenChange={setOpen}
      size="small"
      trigger={
        <button type="button" data-testid="account" className={cx(buttonClass(), "font-normal")}>
          {wallet.isReconnecting ? <Spinner className="size-3" /> : <StateMark wallet={wallet} />}
          <span className="font-mono text-xs">{shortHex(address)}</span>
          <ChevronDown aria-hidden="true" className="size-3.5 text-muted max-sm:hidden" />
        </button>
      }
    >
      <div className="border-b border-line px-4 py-3">
        <div className="flex items-center justify-between gap-2">
          <span className="font-mono text-sm">{shortHex(address, { head: 8, tail: 8 })}</span>
          <CopyButton text={address} what={texts.copy} />
        </div>
        <p className="mt-0.5 flex items-center gap-1.5 text-xs text-muted">
          {wallet.isReconnecting ? texts.reconnecting : texts.connectedWith(wallet.walletName)}
          {wallet.isDevWallet && <Badge tone="caution">{texts.devBadge}</Badge>}
        </p>
        <Holdings address={wallet.address} />
      </div>
      <ul className="flex flex-col p-1.5">
        <li>
          <Link href="/account" onClick={close} className={ITEM}>
            <UserRound aria-hidden="true" className="size-4 text-muted" /> {texts.account}
          </Link>
        </li>
        {isLocalChain && (
          <li>
            <button type="button" onClick={and(() => void testMoney.get())} className={ITEM}>
              <Coins aria-hidden="true" className="size-4 text-muted" /> {texts.getTestMoney}
            </button>
          </li>
        )}
        <li>
          <Link href={links.address(address)} onClick={close} className={ITEM}>
            <ExternalLink aria-hidden="true" className="size-4 text-muted" /> {texts.viewAddress}
          </Link>
        </li>
        <li>
          <button type="button" onClick={and(() => disconnect({}))} className={ITEM}>
            <LogOut aria-hidden="true" className="size-4 text-muted" /> {texts.disconnect}
          </button>
        </li>
      </ul>
    </Popover>
  );
}

const ITEM = "flex w-full items-center gap-2.5 rounded-md px-2.5 py-2 text-left text-sm hover:bg-hover";

function StateMark({ wallet }: { wallet: Connected }) {
  if (wallet.isWrongChain) return <Badge tone="negative">{texts.wrongChain}</Badge>;
  if (wallet.isDevWallet) return <Badge tone="caution">{texts.devBadge}</Badge>;
  return <Wallet aria-hidden="true" className="hidden size-3.5 text-muted sm:block" />;
}

function Holdings({ address }: { address: Connected["address"] }) {
  const { data } = useBalances(address);
  if (!data) return <Skeleton className="mt-2 h-8 w-full" />;
  return (
    <dl className="mt-2 grid grid-cols-2 gap-2 text-sm">
      <div>
        <dt className="sr-only">{texts.heldDollars}</dt>
        <dd>
          <Amount value={data.token} decimals={2} />
        </dd>
      </div>
      <div className="text-right">
        <dt className="sr-only">{texts.heldCoin}</dt>
        <dd>
          <CoinAmount value={data.coin} decimals={4} />
        </dd>
      </div>
    </dl>
  );
}
