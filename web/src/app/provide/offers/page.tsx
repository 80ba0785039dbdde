import type { Metadata } from "next";
import { OffersPage } from "../../../features/provide/offers/offers-page.tsx";
import { provideOffersTexts } from "../../../texts/provide/offers.ts";

export const metadata: Metadata = { title: provideOffersTexts.title };

export default function Page() {
  return <OffersPage />;
}
