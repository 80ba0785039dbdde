"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { useSwitchChain } from "wagmi";
import { useConfig } from "../lib/config/config-context.tsx";
import { shellTexts } from "../texts/shell.ts";
import { Button } from "../ui/button.tsx";
import { useWasEver } from "../ui/use-was-ever.ts";
import { Banner } from "./banner.tsx";

const texts = shellTexts.banners.wrongChain;

const Help = dynamic(async () => (await import("./wrong-chain-help.tsx")).WrongChainHelp, { ssr: false });

/** Asks the wallet to switch; says what to type where the wallet does not. */
export function WrongChainBanner() {
  const { chainName, deployment } = useConfig();
  const { mutate, isPending, error } = useSwitchChain();
  const [isHelpOpen, setHelpOpen] = useState(false);
  const wasHelpOpen = useWasEver(isHelpOpen);
  const { chainId } = deployment;
  return (
    <>
      <Banner
        tone="caution"
        title={texts.title(chainName)}
        body={texts.body}
        action={
          <div className="flex gap-2">
            <Button
              size="small"
              variant="primary"
              isBusy={isPending}
              onClick={() => mutate({ chainId }, { onError: () => setHelpOpen(true) })}
            >
              {texts.action}
            </Button>
            <Button size="small" onClick={() => setHelpOpen(true)}>
              {texts.help}
            </Button>
          </div>
        }
      />
      {wasHelpOpen && <Help isOpen={isHelpOpen} onOpenChange={setHelpOpen} error={error} />}
    </>
  );
}
