"use client";

import type { Manifest } from "@computehive/protocol/manifest";

import { Amount, CoinAmount } from "../../../components/amount.tsx";
import { TransactionButton, TransactionStatus } from "../../../components/transaction-button.tsx";
import { fundingIndexOf, type WalletFunding } from "../../../lib/chain/use-wallet-funding.ts";
import type { UseTransaction } from "../../../lib/transactions/use-transaction.ts";
import { useAddress } from "../../../lib/wallet/use-wallet.ts";
import { postJobReviewTexts } from "../../../texts/post-job-review.ts";
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
import { ApprovePermit2, usePermit2Approval } from "./approve-permit2.tsx";
import { WayChoice } from "./way-choice.tsx";

const texts = postJobReviewTexts.sign;

export interface SignPanelProps {
  readonly manifest: Manifest | undefined;
  /** Nothing while something is missing or wrong. */
  readonly parts: OrderParts | undefined;
}

/** What the wallet will ask, before it does; then the way to the job. */
export function SignPanel({ manifest, parts }: SignPanelProps) {
  const { standing, funding, way } = useStanding(manifest);
  const approving = usePermit2Approval();
  const posting = usePosting(way === "sign" ? fundingIndexOf(funding) : undefined);
  const { state, transaction } = posting;
  const plan = parts && standing && planPosting({ maxPay: parts.pricing.maxPay, bond: parts.bond }, standing, way);
  if (state.kind === "posted") return <Posted jobId={state.jobId} />;
  return (
    <Card title={texts.title}>
      <div className="flex flex-col gap-4">
        <WayChoice way={way} funding={funding} isDisabled={posting.isBusy || approving.isBusy} />
        {plan && <Plan plan={plan} posting={posting} approving={approving} />}
        {state.kind === "failed" && (
          <ErrorState what={state.error.what} advice={state.error.advice} detail={state.error.detail} />
        )}
        {posting.signIn.state.phase === "failed" && <ErrorState {...posting.signIn.state.error} />}
        <PostButton
          manifest={manifest}
          parts={parts}
          mustWait={isShort(plan) || (way === "sign" && !isReadyToSign(funding, plan))}
          posting={posting}
        />
        <TransactionStatus transaction={transaction} />
      </div>
    </Card>
  );
}

function isShort(plan: PostingPlan | undefined): boolean {
  return plan !== undefined && (plan.shortToken > 0n || plan.shortCoin > 0n);
}

/** Before that, the button would send another order than the one that was chosen, or one that nobody could claim. */
function isReadyToSign(funding: WalletFunding | undefined, plan: PostingPlan | undefined): boolean {
  if (!funding || plan?.approval !== 0n) return false;
  return funding.kind !== "permit2" || funding.standing !== undefined;
}

interface PlanProps {
  readonly plan: PostingPlan;
  readonly posting: ReturnType<typeof usePosting>;
  readonly approving: UseTransaction;
}

function Plan({ plan, posting, approving }: PlanProps) {
  const { draft } = useDraft();
  const prompts = plan.steps.reduce((sum, { isDone, prompts: count }) => sum + (isDone ? 0 : count), 0);
  return (
    <>
      {draft.posting && !posting.isBusy && <Notice>{texts.resumed}</Notice>}
      <p className="text-sm text-muted">{texts.lead(prompts)}</p>
      <Timeline label={texts.title} items={itemsOf({ plan, posting, approving })} />
      {isShort(plan) && <Shortage plan={plan} />}
    </>
  );
}

interface PostButtonProps extends SignPanelProps {
  /** Something stands before it. */
  readonly mustWait: boolean;
  readonly posting: ReturnType<typeof usePosting>;
}

function PostButton({ manifest, parts, mustWait, posting }: PostButtonProps) {
  const { draft } = useDraft();
  const isConnected = useAddress() !== undefined;
  const { state, transaction, isBusy, post } = posting;
  const words = busyWords(state);
  const idle = draft.posting ? texts.goOn : posting.isSigning ? texts.signOrder : texts.post;
  return (
    <div className="flex flex-wrap items-center gap-3">
      {words ? (
        <Button variant="primary" size="large" isBusy>
          {words}
        </Button>
      ) : (
        <TransactionButton
          transaction={{ ...transaction, isBusy }}
          size="large"
          disabled={isConnected && (!manifest || !parts || mustWait)}
          onStart={() => manifest && parts && void post({ manifest, parts })}
        >
          {idle}
        </TransactionButton>
      )}
      <span role="status" className="sr-only">
        {words}
      </span>
    </div>
  );
}

function busyWords(state: PostingState): string | undefined {
  if (state.kind === "signing-in") return texts.busy["sign-in"];
  if (state.kind === "uploading") return texts.busy.upload;
  if (state.kind === "signing") return texts.busy.sign;
  return state.kind === "preparing" ? texts.waiting : undefined;
}

function itemsOf({ plan, posting: { state, transaction }, approving }: PlanProps): TimelineItem[] {
  const first = plan.steps.find(({ isDone }) => !isDone)?.step;
  const isMoving = approving.isBusy || transaction.isBusy || state.kind !== "idle";
  return plan.steps.map(({ step, isDone }) => ({
    key: step,
    title: texts.steps[step],
    state: isDone ? "done" : isMoving && step === first ? "active" : "waiting",
    children: isDone ? undefined : <StepNote step={step} plan={plan} approving={approving} />,
  }));
}

function StepNote({ step, plan, approving }: Omit<PlanProps, "posting"> & { step: PostingStep }) {
  switch (step) {
    case "approve":
      return <ApprovePermit2 plan={plan} transaction={approving} />;
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
    case "sign":
      return (
        <>
          <Amount value={plan.funded} />. {texts.signNote}
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
