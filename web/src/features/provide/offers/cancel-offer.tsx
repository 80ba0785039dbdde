"use client";

import type { IndexedOffer } from "@computehive/protocol/indexer-api/offer";
import { offerRequests } from "@computehive/sdk/offers/offers";
import { TransactionButton } from "../../../components/transaction-button.tsx";
import { useHive } from "../../../lib/chain/use-hive.ts";
import { useTransaction } from "../../../lib/transactions/use-transaction.ts";
import { provideTexts } from "../../../texts/provide.ts";
import { provideKeys } from "../queries.ts";
import { offerOfIndexed } from "./offer-of-indexed.ts";

const texts = provideTexts.offers;

/** Takes one offer off the market. What was claimed by it goes on. */
export function CancelOffer({ offer }: { offer: IndexedOffer }) {
  const { deployment } = useHive();
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
      onStart={() => void transaction.run(offerRequests.cancel(deployment, offerOfIndexed(offer)))}
    >
      {texts.cancel}
    </TransactionButton>
  );
}
