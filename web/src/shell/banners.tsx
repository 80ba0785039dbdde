"use client";

import dynamic from "next/dynamic";
import { useState, useSyncExternalStore } from "react";
import { useBalances } from "../lib/chain/use-balances.ts";
import { useLiveState } from "../lib/live/use-live.tsx";
import { useChainHead, useGatewayInfo, useIndexerState } from "../lib/services/services-state.ts";
import { useWallet } from "../lib/wallet/use-wallet.ts";
import { shellTexts } from "../texts/shell.ts";
import { Banner } from "./banner.tsx";
import { WrongChainBanner } from "./wrong-chain-banner.tsx";

const texts = shellTexts.banners;

// Most accounts hold some coin: no page waits for it.
const NoCoinBanner = dynamic(async () => (await import("./no-coin-banner.tsx")).NoCoinBanner, { ssr: false });

/** What is wrong around the page: each cause once, with what it means and what to do. */
export function Banners() {
  const isOnline = useIsOnline();
  return (
    <div data-testid="banners">
      {isOnline ? (
        <>
          <ServiceBanners />
          <WalletBanners />
        </>
      ) : (
        <Banner tone="negative" {...texts.offline} />
      )}
    </div>
  );
}

function ServiceBanners() {
  const isRpcDown = useChainHead().isError;
  const indexer = useIndexerState();
  const isGatewayDown = useGatewayInfo().isError;
  const live = useLiveState();
  return (
    <>
      {isRpcDown && <Banner tone="negative" {...texts.rpcDown} />}
      {indexer.kind === "away" && <Banner tone="caution" {...texts.indexerAway[indexer.reason]} />}
      {indexer.kind === "behind" && !isRpcDown && (
        <Banner
          tone="caution"
          title={indexer.status.ready ? texts.indexerBehind.title(indexer.blocks) : texts.indexerBehind.reading}
          body={texts.indexerBehind.body}
        />
      )}
      {indexer.kind !== "away" && live === "lost" && <Banner tone="caution" {...texts.lost} />}
      {isGatewayDown && <Banner tone="caution" {...texts.gatewayDown} />}
    </>
  );
}

function WalletBanners() {
  const wallet = useWallet();
  if (wallet.kind === "none" || wallet.isReconnecting) return null;
  if (wallet.isWrongChain) return <WrongChainBanner />;
  return <NoCoin address={wallet.address} />;
}

function NoCoin({ address }: { address: `0x${string}` }) {
  const isBroke = useBalances(address).data?.coin === 0n;
  // Stays when the coin has come, to go on with the test dollars.
  const [wasBroke, setWasBroke] = useState(false);
  if (isBroke && !wasBroke) setWasBroke(true);
  return wasBroke && <NoCoinBanner isBroke={isBroke} />;
}

function useIsOnline(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      window.addEventListener("online", onChange);
      window.addEventListener("offline", onChange);
      return () => {
        window.removeEventListener("online", onChange);
        window.removeEventListener("offline", onChange);
      };
    },
    () => navigator.onLine,
    () => true,
  );
}
