import type { Metadata } from "next";
import { WorkPage } from "../../../features/provide/work/work-page.tsx";
import { provideWorkTexts } from "../../../texts/provide/work.ts";

export const metadata: Metadata = { title: provideWorkTexts.title };

export default function Page() {
  return <WorkPage />;
}
