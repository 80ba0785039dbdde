"use client";

import { Address } from "../../components/address.tsx";
import { CoinAmount } from "../../components/amount.tsx";
import { BlockLink, Hash } from "../../components/hash.tsx";
import { groupDigits } from "../../components/number-text.ts";
import { Count } from "../../components/quantity.tsx";
import { Time } from "../../components/time.tsx";
import { useExplain } from "../../lib/errors/use-explain.ts";
import { useChainHead } from "../../lib/services/services-state.ts";
import { explorerTexts } from "../../texts/explorer.ts";
import { Badge } from "../../ui/badge.tsx";
import { type KeyValue, KeyValues } from "../../ui/key-values.tsx";
import { gwei } from "./gwei.ts";
import type { TransactionView } from "./queries.ts";

const texts = explorerTexts.transaction;
const { fields } = texts;

export function TransactionFacts({ view }: { view: TransactionView }) {
  const { transaction, receipt, timestamp } = view;
  const { hash, from, to, value, nonce } = transaction;
  return (
    <KeyValues
      items={[
        { label: fields.hash, value: <Hash value={hash} what="transaction hash" isFull /> },
        { label: fields.status, value: <Status view={view} /> },
        receipt?.status === "reverted" && {
          label: fields.reason,
          value: <Reason failure={view.failure} />,
          note: fields.reasonNote,
        },
        receipt && { label: fields.block, value: <BlockOf number={receipt.blockNumber} /> },
        timestamp !== undefined && { label: fields.time, value: <Time value={timestamp} as="both" /> },
        { label: fields.from, value: <Address value={from} isFull /> },
        { label: fields.to, value: to ? <Address value={to} isFull /> : texts.creates },
        receipt?.contractAddress && { label: texts.creates, value: <Address value={receipt.contractAddress} isFull /> },
        { label: fields.value, value: <CoinAmount value={value} decimals={18} /> },
        ...costs(view),
        { label: fields.nonce, value: <Count value={nonce} /> },
        receipt && { label: fields.position, value: <Count value={receipt.transactionIndex} /> },
      ].map((item) => item || undefined)}
    />
  );
}

function costs({ transaction, receipt }: TransactionView): KeyValue[] {
  if (!receipt) return [];
  const { gasUsed, effectiveGasPrice } = receipt;
  return [
    {
      label: fields.fee,
      value: <CoinAmount value={gasUsed * effectiveGasPrice} decimals={9} />,
      note: fields.feeNote(groupDigits(gasUsed.toString(), 0).text, gwei(effectiveGasPrice)),
    },
    {
      label: fields.gas,
      value: (
        <>
          <Count value={gasUsed} /> of <Count value={transaction.gas} />
        </>
      ),
    },
  ];
}

function Status({ view: { receipt } }: { view: TransactionView }) {
  if (!receipt) return <Badge tone="caution">{texts.pending}</Badge>;
  return receipt.status === "success" ? (
    <Badge tone="positive">{texts.success}</Badge>
  ) : (
    <Badge tone="negative">{texts.reverted}</Badge>
  );
}

function Reason({ failure }: { failure: unknown }) {
  const explain = useExplain();
  if (failure === undefined) return <>{texts.unknownReason}</>;
  const { kind, what } = explain(failure);
  return <>{kind === "unknown" ? texts.unknownReason : what}</>;
}

function BlockOf({ number }: { number: bigint }) {
  const head = useChainHead().data?.number;
  const confirmations = head !== undefined && head >= number ? head - number + 1n : undefined;
  return (
    <>
      <BlockLink number={number} />
      {confirmations !== undefined && (
        <span className="ml-2 text-xs text-muted">{fields.confirmations(confirmations.toString())}</span>
      )}
    </>
  );
}
