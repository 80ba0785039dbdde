import type { ReactNode } from "react";
import { jobTexts as texts } from "../../texts/job.ts";
import { Card } from "../../ui/card.tsx";
import { Page } from "../../ui/page.tsx";
import { Skeleton, SkeletonLines } from "../../ui/skeleton.tsx";

/** The page's own layout while the job is on its way. */
export function JobSkeleton({ title, trail }: { title: string; trail: ReactNode }) {
  return (
    <Page title={title} trail={trail} actions={<Skeleton className="h-8.5 w-24" />}>
      <div className="rounded-lg border border-line bg-surface p-4">
        <Skeleton className="h-5 w-2/3" />
      </div>
      <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="flex min-w-0 flex-col gap-5">
          <Card title={texts.result.title}>
            <SkeletonLines count={4} />
          </Card>
          <Card title={texts.timeline.title}>
            <SkeletonLines count={6} />
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-5">
          <Card title={texts.money.title}>
            <SkeletonLines count={4} />
          </Card>
          <Card title={texts.facts.title}>
            <SkeletonLines count={8} />
          </Card>
        </div>
      </div>
    </Page>
  );
}
