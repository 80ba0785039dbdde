import type { Metadata } from "next";
import { OffersPage } from "../../../features/provide/offers/offers-page.tsx";
import { provideTexts } from "../../../texts/provide.ts";

export const metadata: Metadata = { title: provideTexts.offers.title };

export default function Page() {
  return <OffersPage />;
}
