"use client";

import { cidFromDigest } from "@computehive/protocol/cid";
import { OUTCOMES } from "@computehive/protocol/outcome";
import { unitKindOf } from "@computehive/protocol/price";
import { receiptHashOf, receiptToJson } from "@computehive/protocol/receipt";
import type { ReactNode } from "react";
import { Address } from "../../components/address.tsx";
import { Amount } from "../../components/amount.tsx";
import { Hash, TransactionLink } from "../../components/hash.tsx";
import { Count, Fuel } from "../../components/quantity.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { Duration, Time } from "../../components/time.tsx";
import { useHive } from "../../lib/chain/use-hive.ts";
import type { JobRecord } from "../../lib/jobs/job-record.ts";
import type { VerificationSubject } from "../../lib/receipts/verification.ts";
import { receiptTexts } from "../../texts/receipt.ts";
import { Card } from "../../ui/card.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Details } from "../../ui/error-state.tsx";
import { type KeyValue, KeyValues } from "../../ui/key-values.tsx";

const texts = receiptTexts.document;

/** The receipt for people: who, what, for how much, and the fingerprints of everything it is about. */
export function ReceiptDocument({ job, attempt, upload }: VerificationSubject) {
  const { marketDomain } = useHive();
  const { receipt, nodeSignature } = upload;
  const { details } = receipt;
  return (
    <Card title={texts.title}>
      <Part title={texts.parties}>
        <KeyValues
          items={[
            {
              label: texts.node,
              value: <Address value={receipt.node} href={`/nodes/${receipt.node.toLowerCase()}`} />,
            },
            {
              label: texts.provider,
              value: <Address value={attempt.provider} href={`/providers/${attempt.provider.toLowerCase()}`} />,
            },
            { label: texts.payee, value: <Address value={attempt.payee} /> },
            { label: texts.buyer, value: <Address value={details.buyer} /> },
          ]}
        />
      </Part>
      <Part title={texts.work}>
        <KeyValues items={workFacts(upload)} />
      </Part>
      <Part title={texts.price}>
        <KeyValues items={priceFacts(job, upload)} />
      </Part>
      <Part title={texts.fingerprints}>
        <KeyValues
          items={[
            {
              label: texts.hash,
              value: <Hash isFull value={receiptHashOf(marketDomain, receipt)} what="receipt hash" />,
            },
            { label: texts.job, value: <Hash isFull value={job.jobId} what="job id" href={`/jobs/${job.jobId}`} /> },
            { label: texts.execution, value: <Hash isFull value={receipt.executionId} what="execution id" /> },
            {
              label: texts.manifest,
              value: <Hash isFull value={cidFromDigest(details.manifestHash)} what="manifest CID" />,
            },
            {
              label: texts.program,
              value: <Hash isFull value={cidFromDigest(details.programHash)} what="program CID" />,
            },
            { label: texts.inputs, value: <Hash isFull value={details.inputHash} what="input hash" /> },
            {
              label: texts.outputs,
              value: <Hash isFull value={cidFromDigest(details.outputHash)} what="result CID" />,
            },
            { label: texts.signature, value: <Hash value={nodeSignature} what="signature" /> },
          ]}
        />
      </Part>
      <Details label={texts.raw} text={JSON.stringify(receiptToJson(receipt), null, 2)} />
    </Card>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="mb-4 break-inside-avoid">
      <h3 className="mb-1 text-xs font-semibold tracking-wide text-muted uppercase">{title}</h3>
      {children}
    </section>
  );
}

function workFacts({ receipt: { units, details } }: VerificationSubject["upload"]): (KeyValue | false)[] {
  const outcome = OUTCOMES[details.outcome];
  const kind = unitKindOf(details.unitKind);
  return [
    outcome !== undefined && {
      label: texts.outcome,
      value: <StatusBadge outcome={outcome} exitCode={details.exitCode} />,
    },
    {
      label: kind === "fuel" ? texts.fuel : texts.units,
      value:
        kind === "fuel" ? (
          <>
            <Fuel value={units} /> <span className="text-muted">(</span>
            <Count value={units} />
            <span className="text-muted">)</span>
            <CopyButton text={units.toString()} what="fuel" />
          </>
        ) : (
          <>
            <Count value={units} /> {texts.unitsOf[kind]}
          </>
        ),
    },
    {
      label: texts.started,
      value: <Time value={details.startedAt} as="date" />,
      note: texts.nodeClock,
    },
    { label: texts.duration, value: <Duration seconds={details.endedAt - details.startedAt} /> },
  ];
}

function priceFacts(
  job: JobRecord,
  { receipt: { details } }: VerificationSubject["upload"],
): (KeyValue | false | undefined)[] {
  const { settlement, state } = job;
  const kind = unitKindOf(details.unitKind);
  return [
    { label: texts.amount, value: <Amount value={details.amount} /> },
    details.fixedPrice > 0n && { label: texts.fixed, value: <Amount value={details.fixedPrice} /> },
    {
      label: texts.perUnit,
      value: (
        <>
          <Amount value={details.price} /> {texts.per} <Count value={details.unitSize} /> {texts.unitsOf[kind]}
        </>
      ),
    },
    {
      label: texts.settlement,
      value: settlement ? settlementText(job) : state === "disputed" ? texts.disputed : texts.pending,
      note: settlement && (
        <>
          <Time value={settlement.settled.at} as="date" /> <TransactionLink hash={settlement.settled.transaction} />
        </>
      ),
    },
    settlement && { label: texts.paid, value: <Amount value={settlement.amount} /> },
    settlement && { label: texts.refunded, value: <Amount value={settlement.refund} /> },
  ];
}

function settlementText({ settlement, state }: JobRecord): string {
  if (state === "refunded-silent") return texts.refundedSilent;
  if (state === "refunded-resolved") return texts.refundedResolved;
  return settlement ? texts.settlements[settlement.kind] : texts.pending;
}
