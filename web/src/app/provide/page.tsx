import type { Metadata } from "next";
import { OverviewPage } from "../../features/provide/overview/overview-page.tsx";
import { provideTexts } from "../../texts/provide.ts";

export const metadata: Metadata = { title: provideTexts.title };

export default function Page() {
  return <OverviewPage />;
}
