"use client";

import type { IndexedOffer } from "@computehive/protocol/indexer-api/offer";
import { TransactionButton } from "../../../components/transaction-button.tsx";
import type { Prepare } from "../../../lib/transactions/run-transaction.ts";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { provideOffersTexts as texts } from "../../../texts/provide/offers.ts";
import { provideKeys } from "../queries.ts";
import { offerOfIndexed } from "./offer-of-indexed.ts";

/** Takes one offer off the market. What was claimed by it goes on. */
export function CancelOffer({ offer }: { offer: IndexedOffer }) {
  const transaction = useTransaction({
    key: `offer.cancel:${offer.offerId}`,
    title: texts.titles.cancel,
    invalidates: [provideKeys.all(offer.provider)],
  });
  return (
    <TransactionButton
      size="small"
      variant="quiet"
      transaction={transaction}
      onStart={() => void transaction.run(cancelling(offer))}
    >
      {texts.cancel}
    </TransactionButton>
  );
}

function cancelling(offer: IndexedOffer): Prepare {
  return async ({ hive: { deployment } }) => {
    const { offerRequests } = await import("@computehive/sdk/offers/offers");
    return offerRequests.cancel(deployment, offerOfIndexed(offer));
  };
}
