import type { Metadata } from "next";
import { EarningsPage } from "../../../features/provide/earnings/earnings-page.tsx";
import { provideEarningsTexts } from "../../../texts/provide/earnings.ts";

export const metadata: Metadata = { title: provideEarningsTexts.title };

export default function Page() {
  return <EarningsPage />;
}
