"use client";

import { provideOffersTexts as texts } from "../../../texts/provide/offers.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Desk } from "../desk.tsx";
import { OfferTable } from "./offer-table.tsx";

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
