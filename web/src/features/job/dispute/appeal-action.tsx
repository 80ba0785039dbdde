"use client";

import type { Finding } from "@computehive/protocol/dispute";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useState } from "react";
import type { Address, Hex } from "viem";
import { Amount } from "../../../components/amount.tsx";
import { MissingMoney } from "../../../components/missing-money.tsx";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import { useHive } from "../../../lib/chain/use-hive.ts";
import { jobKeys } from "../../../lib/jobs/job-keys.ts";
import { accountKey, useAccount } from "../../../lib/money/use-account.ts";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { useAddress } from "../../../lib/wallet/use-wallet.ts";
import { disputeTexts } from "../../../texts/dispute.ts";
import { Button } from "../../../ui/button.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { KeyValues } from "../../../ui/key-values.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { TimeLeft } from "../timeline/time-left.tsx";

const texts = disputeTexts.jury.doors.appeal;

/** What reads the case, the account and the allowance: not needed before somebody wants to appeal. */
const loadAppeal = () => import("@computehive/sdk/jury/appeal");

export interface AppealActionProps {
  readonly jobId: Hex;
  /** Whose majority it is against. */
  readonly round: number;
  readonly finding: Finding | undefined;
  /** How many jurors it buys. */
  readonly panel: number;
  readonly price: bigint;
  /** Last second, Unix. */
  readonly until: number | undefined;
  /** It was possible when it was begun, and is no more. */
  readonly isOver: boolean;
  /** While somebody is at it. */
  onHold(isHeld: boolean): void;
}

/** Another round for whoever pays it: what it costs and buys, and that the price never returns. */
export function AppealAction(props: AppealActionProps) {
  const { jobId, round, price, isOver, onHold } = props;
  const address = useAddress();
  const [isOpen, setOpen] = useState(false);
  const transaction = useTransaction({
    key: `jury.appeal:${jobId}:${round}`,
    title: texts.title,
    invalidates: [jobKeys.job(jobId), jobKeys.lists, accountKey(address)],
    onConfirmed: () => setOpen(false),
  });
  const isHeld = isOpen || transaction.isBusy;
  const tell = useEffectEvent(onHold);
  useEffect(() => tell(isHeld), [isHeld]);
  const free = useAccount(address).data?.free;
  const isShort = free !== undefined && free < price;
  const start = () =>
    void transaction.run(async ({ hive, account }) =>
      (await loadAppeal()).appealRequests(hive, account, { jobId, round }),
    );
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Button isBusy={transaction.isBusy && !isOpen} onClick={() => setOpen(true)}>
          {texts.open}
        </Button>
        <span className="min-w-0 text-xs text-muted">{texts.note}</span>
      </div>
      {!isOpen && <TransactionStatus transaction={transaction} />}
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title={texts.title}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{texts.back}</Button>
            <TransactionButton
              transaction={transaction}
              disabled={isOver || (address !== undefined && (free === undefined || isShort))}
              onStart={start}
            >
              {texts.pay}
            </TransactionButton>
          </>
        }
      >
        <div className="flex flex-col gap-4 text-sm">
          <Terms {...props} free={free} />
          {isOver && !transaction.isBusy && <Notice tone="caution">{texts.over}</Notice>}
          {isShort && !isOver && <MissingMoney says={texts.short} action={texts.deposit} missing={price - free} />}
          {address && !isShort && !isOver && <Prompts jobId={jobId} round={round} owner={address} />}
          <TransactionStatus transaction={transaction} />
        </div>
      </Dialog>
    </div>
  );
}

/** What it buys, what it costs, and until when. */
function Terms({ panel, finding, price, until, isOver, free }: AppealActionProps & { free: bigint | undefined }) {
  return (
    <>
      <p>{texts.body(panel)}</p>
      <KeyValues
        items={[
          finding && { label: disputeTexts.jury.standing, value: disputeTexts.findings[finding] },
          { label: texts.price, value: <Amount value={price} />, note: texts.priceNote },
          until !== undefined && !isOver && { label: texts.until, value: <TimeLeft until={until} /> },
          free !== undefined && { label: texts.free, value: <Amount value={free} /> },
        ]}
      />
      <Fates />
    </>
  );
}

/** Where the price goes, whatever comes of it. */
function Fates() {
  return (
    <section>
      <h3 className="font-medium">{texts.fates}</h3>
      <ul className="mt-1 list-disc pl-5">
        <li>{texts.ifWon}</li>
        <li>{texts.ifLost}</li>
        <li>{texts.ifEnded}</li>
      </ul>
    </section>
  );
}

/** What the wallet will ask, one after the other. */
function Prompts({ jobId, round, owner }: { jobId: Hex; round: number; owner: Address }) {
  const hive = useHive();
  const { data } = useQuery({
    queryKey: [...jobKeys.job(jobId), "appeal", round, owner.toLowerCase()],
    queryFn: async () => {
      const requests = await (await loadAppeal()).appealRequests(hive, owner, { jobId, round });
      return requests.map(({ functionName }) => (functionName === "appeal" ? "appeal" : "allow"));
    },
  });
  if (!data) return null;
  return (
    <div>
      <p className="text-muted">{texts.prompts(data.length)}</p>
      <ol className="mt-1 list-decimal pl-5">
        {data.map((step) => (
          <li key={step}>{texts.steps[step]}</li>
        ))}
      </ol>
    </div>
  );
}
