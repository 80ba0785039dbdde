"use client";

import { provideTexts } from "../../../texts/provide.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Desk } from "../desk.tsx";
import { OfferTable } from "./offer-table.tsx";

const texts = provideTexts.offers;

export function OffersPage() {
  return (
    <Desk
      title={texts.title}
      lead={texts.lead}
      actions={
        <ButtonLink href="/provide/offers/new" variant="primary">
          {texts.add}
        </ButtonLink>
      }
    >
      {(provider) => <OfferTable provider={provider} />}
    </Desk>
  );
}
