"use client";

import dynamic from "next/dynamic";
import { postJobTexts as texts } from "../../texts/post-job.ts";
import { Page } from "../../ui/page.tsx";
import { DraftPending } from "./parts/draft-pending.tsx";

/** Drafts are kept in the browser: the server has nothing to draw, and the first picture need not wait for the steps. */
const Flow = dynamic(async () => (await import("./post-job-flow.tsx")).PostJobFlow, {
  ssr: false,
  loading: () => <DraftPending />,
});

/** Posting a job, step by step. */
export function PostJobPage() {
  return (
    <Page title={texts.title} lead={texts.lead}>
      <Flow />
    </Page>
  );
}
