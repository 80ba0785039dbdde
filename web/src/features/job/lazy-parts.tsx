"use client";

import dynamic from "next/dynamic";
import { jobTexts as texts } from "../../texts/job.ts";
import { Card } from "../../ui/card.tsx";
import { Skeleton, SkeletonLines } from "../../ui/skeleton.tsx";

/** Parts of a job's page that hash, preview and ask: fetched while the job is, in the places that the skeleton keeps. */

const loadResultPanel = async () => (await import("./result/result-panel.tsx")).ResultPanel;
const loadLogPanel = async () => (await import("./log/log-panel.tsx")).LogPanel;
const loadFactsPanel = async () => (await import("./facts/facts-panel.tsx")).FactsPanel;
const loadTimeline = async () => (await import("./timeline/job-timeline.tsx")).JobTimeline;
const loadMoneyPanel = async () => (await import("./money/money-panel.tsx")).MoneyPanel;
const loadDisputeAction = async () => (await import("./actions/dispute-action.tsx")).DisputeAction;
const loadConfirmAction = async () => (await import("./actions/confirm-action.tsx")).ConfirmAction;
const loadWaitingOrder = async () => (await import("./waiting-order.tsx")).WaitingOrder;
const loadTimedAction = async () => (await import("./actions/timed-action.tsx")).TimedAction;

/** Does not wait until there is a job to show. */
export function loadJobParts(): void {
  // A failure is told where the part is shown.
  Promise.all([loadResultPanel(), loadLogPanel(), loadFactsPanel(), loadDisputeAction(), loadConfirmAction()]).catch(
    () => undefined,
  );
}

export const ResultPanel = dynamic(loadResultPanel, {
  ssr: false,
  loading: () => (
    <Card title={texts.result.title}>
      <SkeletonLines count={4} />
    </Card>
  ),
});

export const LogPanel = dynamic(loadLogPanel, {
  ssr: false,
  loading: () => (
    <Card title={texts.log.title}>
      <SkeletonLines count={4} />
    </Card>
  ),
});

export const FactsPanel = dynamic(loadFactsPanel, {
  ssr: false,
  loading: () => (
    <Card title={texts.facts.title}>
      <SkeletonLines count={8} />
    </Card>
  ),
});

export const JobTimeline = dynamic(loadTimeline, {
  ssr: false,
  loading: () => (
    <Card title={texts.timeline.title}>
      <SkeletonLines count={6} />
    </Card>
  ),
});

export const MoneyPanel = dynamic(loadMoneyPanel, {
  ssr: false,
  loading: () => (
    <Card title={texts.money.title}>
      <SkeletonLines count={4} />
    </Card>
  ),
});

const ActionButton = () => <Skeleton className="h-8.5 w-24" />;

export const DisputeAction = dynamic(loadDisputeAction, {
  ssr: false,
  loading: ActionButton,
});

export const ConfirmAction = dynamic(loadConfirmAction, {
  ssr: false,
  loading: ActionButton,
});

export const WaitingOrder = dynamic(loadWaitingOrder, { ssr: false, loading: () => <SkeletonLines count={4} /> });

export const TimedAction = dynamic(loadTimedAction, { ssr: false, loading: ActionButton });
