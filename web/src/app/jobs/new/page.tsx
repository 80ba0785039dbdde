import type { Metadata } from "next";
import { Suspense } from "react";
import { PostJobPage } from "../../../features/post-job/post-job-page.tsx";
import { postJobTexts } from "../../../texts/post-job.ts";

export const metadata: Metadata = { title: postJobTexts.title, description: postJobTexts.lead };

export default function Page() {
  return (
    <Suspense>
      <PostJobPage />
    </Suspense>
  );
}
