import type { Metadata } from "next";
import { Suspense } from "react";
import { JobsPage } from "../../features/jobs/jobs-page.tsx";
import { JobsSkeleton } from "../../features/jobs/jobs-skeleton.tsx";
import { jobsTexts } from "../../texts/jobs.ts";

export const metadata: Metadata = { title: jobsTexts.title, description: jobsTexts.lead };

export default function Page() {
  return (
    <Suspense fallback={<JobsSkeleton />}>
      <JobsPage />
    </Suspense>
  );
}
