import type { Metadata } from "next";
import { Suspense } from "react";
import { NewOfferPage } from "../../../../features/provide/offers/new-offer-page.tsx";
import { provideOfferTexts } from "../../../../texts/provide/offer.ts";

export const metadata: Metadata = { title: provideOfferTexts.newTitle };

export default function Page() {
  return (
    <Suspense>
      <NewOfferPage />
    </Suspense>
  );
}
