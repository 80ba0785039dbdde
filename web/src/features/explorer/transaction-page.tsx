"use client";

import type { Hex } from "viem";
import { QueryError } from "../../components/query-error.tsx";
import { explorerTexts } from "../../texts/explorer.ts";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { Page } from "../../ui/page.tsx";
import { SkeletonLines } from "../../ui/skeleton.tsx";
import { TransactionCall, TransactionLogs } from "./lazy-parts.tsx";
import { useTransactionView } from "./queries.ts";
import { Trail } from "./trail.tsx";
import { TransactionFacts } from "./transaction-facts.tsx";

const texts = explorerTexts.transaction;

/** One transaction: what it did, what it cost, what it left behind. */
export function TransactionPage({ hash }: { hash: Hex }) {
  const query = useTransactionView(hash);
  const { data: view } = query;
  return (
    <Page title={texts.title} trail={<Trail />}>
      {query.isError && !view ? (
        <QueryError query={query} />
      ) : view === null ? (
        <Card>
          <EmptyState title={texts.missing}>{texts.missingBody}</EmptyState>
        </Card>
      ) : view ? (
        <>
          <Card>
            <TransactionFacts view={view} />
          </Card>
          <Card title={texts.call}>
            <TransactionCall transaction={view.transaction} />
          </Card>
          {view.receipt && (
            <Card title={`${texts.logs} (${view.receipt.logs.length})`}>
              <TransactionLogs logs={view.receipt.logs} />
            </Card>
          )}
        </>
      ) : (
        <Card>
          <SkeletonLines count={8} />
        </Card>
      )}
    </Page>
  );
}
