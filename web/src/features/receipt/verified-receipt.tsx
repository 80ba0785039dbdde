"use client";

import { isRepeatable, OUTCOMES } from "@computehive/protocol/outcome";
import { type Verdict, verdictOf } from "../../lib/receipts/check.ts";
import { useVerification } from "../../lib/receipts/use-verification.ts";
import type { VerificationSubject } from "../../lib/receipts/verification.ts";
import { receiptTexts as texts } from "../../texts/receipt.ts";
import { Notice } from "../../ui/notice.tsx";
import { ChecksPanel } from "./checks-panel.tsx";
import { ContractCallPanel } from "./contract-call-panel.tsx";
import { ReceiptDocument } from "./receipt-document.tsx";

const TONES = {
  checking: "neutral",
  verified: "positive",
  "verified-but-execution": "positive",
  incomplete: "caution",
  failed: "negative",
} as const satisfies Record<Verdict, string>;

/** A receipt whose words match the hash on the chain. */
export function VerifiedReceipt(subject: VerificationSubject) {
  const { state, verification } = useVerification(subject);
  const { job, upload } = subject;
  const { details } = upload.receipt;
  const outcome = OUTCOMES[details.outcome];
  const canRepeat = outcome !== undefined && isRepeatable(outcome);
  const verdict = state ? verdictOf(state.checks) : "checking";
  const { title, body } = texts.verdicts[verdict];
  return (
    <>
      <div role="status">
        <Notice tone={TONES[verdict]} title={title}>
          {verdict === "verified-but-execution" && !canRepeat ? texts.notRepeatable : body}
        </Notice>
      </div>
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-2 print:block print:space-y-5">
        <div className="flex min-w-0 flex-col gap-5">
          <ReceiptDocument {...subject} />
          <ContractCallPanel receipt={upload.receipt} order={job.order} terms={job.terms} state={job.state} />
        </div>
        <ChecksPanel subject={subject} state={state} verification={verification} canRepeat={canRepeat} />
      </div>
    </>
  );
}
