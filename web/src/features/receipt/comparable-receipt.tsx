"use client";

import { receiptHashOf } from "@computehive/protocol/receipt";
import type { Hex } from "viem";
import { useHive } from "../../lib/chain/use-hive.ts";
import type { VerificationSubject } from "../../lib/receipts/verification.ts";
import { receiptTexts as texts } from "../../texts/receipt.ts";
import { Notice } from "../../ui/notice.tsx";
import { OnChainFacts } from "./on-chain-facts.tsx";
import { VerifiedReceipt } from "./verified-receipt.tsx";

export interface ComparableReceiptProps extends VerificationSubject {
  /** The hash that the chain holds. */
  readonly receiptHash: Hex;
}

/** The gateway may show any receipt; the one whose hash is on the chain is shown and verified. */
export function ComparableReceipt({ receiptHash, ...subject }: ComparableReceiptProps) {
  const { marketDomain } = useHive();
  if (receiptHashOf(marketDomain, subject.upload.receipt) === receiptHash) return <VerifiedReceipt {...subject} />;
  return (
    <>
      <Notice tone="negative" title={texts.other.title}>
        {texts.other.body}
      </Notice>
      <OnChainFacts job={subject.job} attempt={subject.attempt} />
    </>
  );
}
