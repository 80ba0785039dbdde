import type { Metadata } from "next";
import { Suspense } from "react";
import { NewOfferPage } from "../../../../features/provide/offers/new-offer-page.tsx";
import { provideTexts } from "../../../../texts/provide.ts";

export const metadata: Metadata = { title: provideTexts.offer.newTitle };

export default function Page() {
  return (
    <Suspense>
      <NewOfferPage />
    </Suspense>
  );
}
