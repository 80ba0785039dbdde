import { jobsTexts as texts } from "../../texts/jobs.ts";
import { Card } from "../../ui/card.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";

/** The list's own layout while the address is read. */
export function JobsSkeleton() {
  return (
    <Page title={texts.title} lead={texts.lead}>
      <div className="h-15" />
      <Card>
        <SkeletonLines count={6} />
      </Card>
    </Page>
  );
}
