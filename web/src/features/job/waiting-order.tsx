"use client";

import type { LeftOrder } from "@computehive/protocol/api/signed-order";
import { FUNDINGS } from "@computehive/protocol/order-choices";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Hex } from "viem";
import { Amount } from "../../components/amount.tsx";
import { CarriedNote } from "../../components/carried-note.tsx";
import { QueryError } from "../../components/query-error.tsx";
import { TransactionButton, TransactionStatus } from "../../components/transaction-button.tsx";
import { useHive } from "../../lib/chain/use-hive.ts";
import { jobKeys } from "../../lib/jobs/job-keys.ts";
import { findLeftOrder } from "../../lib/jobs/left-order.ts";
import { useTransaction } from "../../lib/transactions/use-transaction.ts";
import { useAddress } from "../../lib/wallet/use-wallet.ts";
import { jobTexts } from "../../texts/job.ts";
import { waitingOrderTexts as texts } from "../../texts/waiting-order.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { KeyValues } from "../../ui/key-values.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { TimeLeft } from "./timeline/time-left.tsx";

const ASK_MS = 2_500;

/** A job that the chain does not know: an order that waits at the gateway for a node, or nothing. */
export function WaitingOrder({ id }: { id: Hex }) {
  const hive = useHive();
  const query = useQuery({
    queryKey: jobKeys.left(id),
    queryFn: ({ signal }) => findLeftOrder(hive, id, signal),
    refetchInterval: ASK_MS,
  });
  if (query.data) return isOver(query.data) ? <Nothing words={texts.over} /> : <Waiting left={query.data} />;
  if (query.data === null) return <Nothing words={texts.unknown} />;
  return query.isError ? <QueryError query={query} /> : <SkeletonLines count={4} />;
}

function isOver({ standing }: LeftOrder): boolean {
  return standing === "known" || standing === "over";
}

function Nothing({ words }: { words: typeof texts.unknown | typeof texts.over }) {
  return (
    <EmptyState title={words.title} action={<ButtonLink href="/jobs">{words.action}</ButtonLink>}>
      {words.body}
    </EmptyState>
  );
}

function Waiting({ left }: { left: LeftOrder }) {
  const { order } = left;
  const isOwn = useAddress()?.toLowerCase() === order.buyer.toLowerCase();
  return (
    <div className="flex flex-col gap-5">
      <section
        aria-label={jobTexts.actions.heading}
        className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 rounded-lg border border-line bg-surface p-4"
      >
        <div className="min-w-0">
          <div role="status" className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <Badge tone="accent">{texts.badge}</Badge>
            <p>{left.standing === "uncovered" ? texts.uncovered : texts.sentence}</p>
          </div>
          <TimeLeft until={order.claimBefore} />
        </div>
        {isOwn && <CancelOrder left={left} />}
      </section>
      <Card title={jobTexts.money.title}>
        <KeyValues
          isNarrow
          items={[
            {
              label: texts.moves,
              value: <Amount value={order.maxPay + order.bond} />,
              note: FUNDINGS[order.funding] === "account" ? texts.movesFromAccount : texts.movesFromWallet,
            },
            { label: texts.most, value: <Amount value={order.maxPay} /> },
          ]}
        />
      </Card>
    </div>
  );
}

/** Makes the signature worthless, by a transaction of the buyer, or of the gateway for it. */
function CancelOrder({ left: { jobId, order, terms } }: { left: LeftOrder }) {
  const [isOpen, setOpen] = useState(false);
  const transaction = useTransaction({
    key: `jobs.cancel-signed:${jobId}`,
    title: jobTexts.actions.names("cancel").title,
    invalidates: [jobKeys.job(jobId), jobKeys.left(jobId)],
    onConfirmed: () => setOpen(false),
  });
  const start = () => void transaction.run({ prepareStep: async () => ({ kind: "cancel", order, terms }) });
  const { label } = jobTexts.actions.names("cancel");
  return (
    <>
      <Button isBusy={transaction.isBusy && !isOpen} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title={texts.cancelTitle}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{jobTexts.actions.back}</Button>
            <TransactionButton transaction={transaction} onStart={start}>
              {label}
            </TransactionButton>
          </>
        }
      >
        <div className="flex flex-col gap-3 text-sm">
          <p>{texts.cancelBody}</p>
          <CarriedNote />
          <TransactionStatus transaction={transaction} />
        </div>
      </Dialog>
    </>
  );
}
