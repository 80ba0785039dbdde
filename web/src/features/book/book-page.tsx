"use client";

import { resourceClassesResponseSchema } from "@computehive/protocol/indexer-api/book";
import { indexerRoutes } from "@computehive/protocol/indexer-api/routes";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { QueryError } from "../../components/query-error.tsx";
import { type AddressState, useAddressState } from "../../lib/address/use-address-state.ts";
import { useIndexer } from "../../lib/http/services.tsx";
import { useLive } from "../../lib/live/use-live.tsx";
import { bookTexts as texts } from "../../texts/book.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Page } from "../../ui/page.tsx";
import { BookSkeleton } from "./book-skeleton.tsx";
import { BookView } from "./book-view.tsx";
import { loadBookParts } from "./lazy-parts.tsx";
import { type BookPlace, readBookPlace } from "./model/book-url.ts";
import { chooseClass } from "./model/choose-class.ts";
import { bookKeys } from "./queries.ts";

/** The order book: one class at a time, both sides, what was settled. */
export function BookPage() {
  useEffect(loadBookParts, []);
  const indexer = useIndexer();
  const address = useAddressState(readBookPlace);
  const classes = useQuery({
    queryKey: bookKeys.classes,
    queryFn: ({ signal }) => indexer.get(indexerRoutes.resourceClasses(), resourceClassesResponseSchema, { signal }),
  });
  // Only while there is none: the book itself tells of the rest.
  useLive(classes.data?.items.length === 0 ? ["contract:market"] : [], { keys: [bookKeys.classes] });
  return (
    <Page
      title={texts.title}
      lead={texts.lead}
      actions={
        <>
          <ButtonLink href="/provide">{texts.postOffer}</ButtonLink>
          <ButtonLink href="/jobs/new" variant="primary">
            {texts.postJob}
          </ButtonLink>
        </>
      }
    >
      <Content address={address} classes={classes} />
    </Page>
  );
}

function Content({ address, classes }: { address: AddressState<BookPlace>; classes: ClassesQuery }): ReactNode {
  if (!classes.data) return classes.isError ? <QueryError query={classes} /> : <BookSkeleton />;
  const chosen = chooseClass(classes.data.items, address.place);
  if (!chosen) {
    return (
      <Card isFlush>
        <EmptyState
          title={texts.noClasses}
          action={
            <>
              <ButtonLink href="/provide">{texts.offers.emptyAction}</ButtonLink>
              <ButtonLink href="/jobs/new" variant="primary">
                {texts.jobs.emptyAction}
              </ButtonLink>
            </>
          }
        >
          {texts.noClassesWhy}
        </EmptyState>
      </Card>
    );
  }
  return (
    <BookView key={`${chosen.resourceClass} ${chosen.unitKind}`} {...{ chosen, items: classes.data.items, address }} />
  );
}

type ClassesQuery = Parameters<typeof QueryError>[0]["query"] & {
  readonly data: import("@computehive/protocol/indexer-api/book").ResourceClassesResponse | undefined;
  readonly isError: boolean;
};
