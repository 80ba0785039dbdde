"use client";

import type { Manifest } from "@computehive/protocol/manifest";

import { Amount, CoinAmount } from "../../../components/amount.tsx";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import { postJobTexts } from "../../../texts/post-job.ts";
import { Button, ButtonLink } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { ErrorState } from "../../../ui/error-state.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Timeline, type TimelineItem } from "../../../ui/timeline.tsx";
import { useDraft } from "../draft/use-draft.tsx";
import { type PostingPlan, type PostingStep, planPosting } from "../posting/posting-plan.ts";
import { type PostingState, usePosting } from "../posting/use-posting.ts";
import { useStanding } from "../posting/use-standing.ts";
import { useTestMoney } from "../posting/use-test-money.ts";
import type { OrderParts } from "../work/order.ts";

const texts = postJobTexts.review.sign;

export interface SignPanelProps {
  readonly manifest: Manifest | undefined;
  /** Nothing while something is missing or wrong. */
  readonly parts: OrderParts | undefined;
}

/** What the wallet will ask, before it does; then the way to the job. */
export function SignPanel({ manifest, parts }: SignPanelProps) {
  const { draft } = useDraft();
  const { standing, isConnected } = useStanding();
  const posting = usePosting();
  const { state, transaction } = posting;
  const plan = parts && standing && planPosting({ maxPay: parts.pricing.maxPay, bond: parts.bond }, standing);
  const isShort = plan !== undefined && (plan.shortToken > 0n || plan.shortCoin > 0n);
  const prompts = plan?.steps.reduce((sum, { isDone, prompts: count }) => sum + (isDone ? 0 : count), 0);
  if (state.kind === "posted") return <Posted jobId={state.jobId} />;
  return (
    <Card title={texts.title}>
      <div className="flex flex-col gap-4">
        {draft.posting && !posting.isBusy && <Notice>{texts.resumed}</Notice>}
        {prompts !== undefined && <p className="text-sm text-muted">{texts.lead(prompts)}</p>}
        {plan && <Timeline label={texts.title} items={itemsOf(plan, posting)} />}
        {plan && isShort && <Shortage plan={plan} />}
        {state.kind === "failed" && (
          <ErrorState what={state.error.what} advice={state.error.advice} detail={state.error.detail} />
        )}
        {posting.signIn.state.phase === "failed" && <ErrorState {...posting.signIn.state.error} />}
        <div className="flex flex-wrap items-center gap-3">
          <TransactionButton
            transaction={{ ...transaction, isBusy: posting.isBusy }}
            size="large"
            disabled={isConnected && (!manifest || !parts || isShort)}
            onStart={() => manifest && parts && void posting.post({ manifest, parts })}
          >
            {busyWords(state) ?? (draft.posting ? texts.goOn : texts.post)}
          </TransactionButton>
          <span role="status" className="text-sm text-muted">
            {busyWords(state)}
          </span>
        </div>
        <TransactionStatus transaction={transaction} />
      </div>
    </Card>
  );
}

function busyWords(state: PostingState): string | undefined {
  if (state.kind === "signing-in") return texts.busy["sign-in"];
  if (state.kind === "uploading") return texts.busy.upload;
  return state.kind === "preparing" ? texts.waiting : undefined;
}

function itemsOf(plan: PostingPlan, { state, transaction }: ReturnType<typeof usePosting>): TimelineItem[] {
  const first = plan.steps.find(({ isDone }) => !isDone)?.step;
  const isMoving = transaction.isBusy || state.kind !== "idle";
  return plan.steps.map(({ step, isDone }) => ({
    key: step,
    title: texts.steps[step],
    state: isDone ? "done" : isMoving && step === first ? "active" : "waiting",
    children: isDone ? undefined : <StepNote step={step} plan={plan} />,
  }));
}

function StepNote({ step, plan }: { step: PostingStep; plan: PostingPlan }) {
  switch (step) {
    case "deposit":
      return (
        <>
          <Amount value={plan.deposit} />. {texts.depositNote} {texts.depositPlain}
        </>
      );
    case "allow":
      return (
        <>
          <Amount value={plan.funded} />. {texts.allowNote}
        </>
      );
    case "post":
      return <>{texts.postNote}</>;
    case "sign-in":
    case "upload":
      return null;
  }
}

/** Too little of something: what is missing, and where to get it. */
function Shortage({ plan }: { plan: PostingPlan }) {
  const { account } = useStanding();
  const money = useTestMoney(account);
  const action = money.isThere && (
    <Button size="small" isBusy={money.transaction.isBusy} onClick={() => void money.get()}>
      {money.transaction.isBusy ? texts.testMoneyBusy : texts.testMoney}
    </Button>
  );
  return (
    <div className="flex flex-col gap-2">
      {plan.shortToken > 0n && (
        <Notice tone="negative" title={texts.shortToken} action={action} isUrgent>
          {texts.missing} <Amount value={plan.shortToken} />. {texts.shortTokenHelp}
        </Notice>
      )}
      {plan.shortCoin > 0n && (
        <Notice tone="negative" title={texts.shortCoin} action={plan.shortToken > 0n ? undefined : action} isUrgent>
          {texts.missing} <CoinAmount value={plan.shortCoin} />. {texts.shortCoinHelp}
        </Notice>
      )}
      <TransactionStatus transaction={money.transaction} />
    </div>
  );
}

function Posted({ jobId }: { jobId: string }) {
  return (
    <Notice
      tone="positive"
      title={texts.already}
      action={
        <ButtonLink href={`/jobs/${jobId}`} variant="primary">
          {texts.open}
        </ButtonLink>
      }
    />
  );
}
