import type { Metadata } from "next";
import { WorkPage } from "../../../features/provide/work/work-page.tsx";
import { provideTexts } from "../../../texts/provide.ts";

export const metadata: Metadata = { title: provideTexts.work.title };

export default function Page() {
  return <WorkPage />;
}
