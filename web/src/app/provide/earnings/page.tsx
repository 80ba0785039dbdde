import type { Metadata } from "next";
import { EarningsPage } from "../../../features/provide/earnings/earnings-page.tsx";
import { provideTexts } from "../../../texts/provide.ts";

export const metadata: Metadata = { title: provideTexts.earnings.title };

export default function Page() {
  return <EarningsPage />;
}
