"use client";

import type { Address } from "viem";
import { providePairingTexts as texts } from "../../../texts/provide/pairing.ts";
import { Button, ButtonLink } from "../../../ui/button.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Spinner } from "../../../ui/spinner.tsx";
import { gasMoneyOf } from "../nodes/gas-money.ts";
import { GasWarning } from "../nodes/gas-panel.tsx";
import { useCoins } from "../nodes/use-coins.ts";

/** Registered; the first heartbeat is still to come. */
export function Starting({ node }: { node: Address }) {
  const coin = useCoins([node]).get(node.toLowerCase());
  return (
    <div className="flex flex-col gap-4">
      <div role="status" className="flex items-start gap-3">
        <Spinner className="mt-1" />
        <div>
          <p className="font-medium">{texts.starting}</p>
          <p className="text-sm text-muted">{texts.startingText}</p>
        </div>
      </div>
      {coin !== undefined && <GasWarning node={node} gas={gasMoneyOf(coin)} />}
      <div>
        <ButtonLink href={`/provide/nodes/${node}`}>{texts.node}</ButtonLink>
      </div>
    </div>
  );
}

export interface PairedProps {
  readonly node: Address;
  /** Whether its agent was heard of. */
  readonly isOnline: boolean;
  readonly onAnother: () => void;
}

export function Paired({ node, isOnline, onAnother }: PairedProps) {
  const coin = useCoins([node]).get(node.toLowerCase());
  return (
    <div className="flex flex-col gap-4">
      <Notice tone="positive" title={isOnline ? texts.done : texts.registered} isUrgent>
        {isOnline ? texts.doneText : texts.registeredText}
      </Notice>
      {coin !== undefined && <GasWarning node={node} gas={gasMoneyOf(coin)} />}
      <div className="flex flex-wrap gap-2">
        <ButtonLink href={`/provide/offers/new?node=${node}`} variant="primary">
          {texts.offer}
        </ButtonLink>
        <ButtonLink href={`/provide/nodes/${node}`}>{texts.node}</ButtonLink>
        <Button onClick={onAnother}>{texts.another}</Button>
      </div>
    </div>
  );
}
