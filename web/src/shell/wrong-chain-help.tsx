"use client";

import { useConfig } from "../lib/config/config-context.tsx";
import { useExplain } from "../lib/errors/use-explain.ts";
import { shellTexts } from "../texts/shell.ts";
import { CopyButton } from "../ui/copy-button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { KeyValues } from "../ui/key-values.tsx";
import { Notice } from "../ui/notice.tsx";

const texts = shellTexts.banners.wrongChain;

export interface WrongChainHelpProps {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  /** Why the wallet did not switch by itself, if it was asked. */
  readonly error: unknown;
}

/** What to type into a wallet that does not add the chain by itself. */
export function WrongChainHelp({ isOpen, onOpenChange, error }: WrongChainHelpProps) {
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
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={texts.helpTitle}>
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
    </Dialog>
  );
}
