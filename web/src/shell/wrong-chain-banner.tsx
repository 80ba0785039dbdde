"use client";

import { useState } from "react";
import { useSwitchChain } from "wagmi";
import { useConfig } from "../lib/config/config-context.tsx";
import { useExplain } from "../lib/errors/use-explain.ts";
import { shellTexts } from "../texts/shell.ts";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { KeyValues } from "../ui/key-values.tsx";
import { Notice } from "../ui/notice.tsx";
import { Banner } from "./banner.tsx";

const texts = shellTexts.banners.wrongChain;

/** Asks the wallet to switch; says what to type where the wallet does not. */
export function WrongChainBanner() {
  const { chainName, deployment } = useConfig();
  const { mutate, isPending, error } = useSwitchChain();
  const [isHelpOpen, setHelpOpen] = useState(false);
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
      <Dialog isOpen={isHelpOpen} onOpenChange={setHelpOpen} title={texts.helpTitle}>
        <Help error={error} />
      </Dialog>
    </>
  );
}

function Help({ error }: { error: unknown }) {
  const { chainName, coinSymbol, deployment, rpcUrl } = useConfig();
  const explain = useExplain();
  const { fields } = texts;
  const row = (label: string, value: string) => ({
    label,
    value: (
      <span className="inline-flex items-center gap-1 font-mono">
        {value} <CopyButton text={value} what={label} />
      </span>
    ),
  });
  return (
    <div className="flex flex-col gap-3 text-sm">
      {error ? <Notice tone="caution">{explain(error).what}</Notice> : null}
      <p>{texts.helpBody}</p>
      <KeyValues
        items={[
          row(fields.name, chainName),
          row(fields.rpc, rpcUrl),
          row(fields.chainId, String(deployment.chainId)),
          row(fields.symbol, coinSymbol),
        ]}
      />
    </div>
  );
}
