"use client";

import { useMemo } from "react";
import type { Address } from "viem";
import { QueryError } from "../../components/query-error.tsx";
import { useAddressState } from "../../lib/address/use-address-state.ts";
import { useWallet } from "../../lib/wallet/use-wallet.ts";
import { useWalletDialog } from "../../lib/wallet/wallet-dialog-context.tsx";
import { jobsTexts as texts } from "../../texts/jobs.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Page } from "../../ui/page.tsx";
import { Table } from "../../ui/table.tsx";
import { jobColumns } from "./job-columns.tsx";
import { filterOf, type JobFilter } from "./job-filter.ts";
import { JobsToolbar, type Whose } from "./jobs-toolbar.tsx";
import { useJobs } from "./use-jobs.ts";

/** The jobs of the connected account, or of everybody. What is chosen stands in the address. */
export function JobsPage() {
  const wallet = useWallet();
  const address = wallet.kind === "connected" ? wallet.address : undefined;
  const { place, go } = useAddressState(readPlace);
  const { whose, filter } = place;
  const choose = (change: Partial<JobsPlace>) => {
    const next = { ...place, ...change };
    go(next, hrefOf(next));
  };
  return (
    <Page
      title={texts.title}
      lead={texts.lead}
      actions={
        <ButtonLink variant="primary" href="/jobs/new">
          {texts.post}
        </ButtonLink>
      }
    >
      <JobsToolbar whose={whose} filter={filter} onChoose={choose} />
      {whose === "mine" && !address ? (
        <Card>
          <NotConnected onAll={() => choose({ whose: "all" })} />
        </Card>
      ) : (
        <JobList
          buyer={whose === "mine" ? address : undefined}
          filter={filter}
          onClear={() => choose({ filter: "any" })}
        />
      )}
    </Page>
  );
}

function NotConnected({ onAll }: { onAll: () => void }) {
  const dialog = useWalletDialog();
  const { title, body, connect, all } = texts.notConnected;
  return (
    <EmptyState
      title={title}
      action={
        <>
          <Button variant="primary" onClick={dialog.open}>
            {connect}
          </Button>
          <Button onClick={onAll}>{all}</Button>
        </>
      }
    >
      {body}
    </EmptyState>
  );
}

interface JobListProps {
  readonly buyer: Address | undefined;
  readonly filter: JobFilter;
  readonly onClear: () => void;
}

function JobList({ buyer, filter, onClear }: JobListProps) {
  const query = useJobs({ buyer, filter }, { isWanted: true });
  const isOwn = buyer !== undefined;
  const columns = useMemo(() => jobColumns({ isOwn }), [isOwn]);
  const rows = query.data?.pages.flatMap((page) => page.rows);
  if (query.isError && !rows) return <QueryError query={query} />;
  return (
    <>
      {query.data?.pages[0]?.source === "chain" && <Notice>{texts.fromChain}</Notice>}
      <Card isFlush>
        <Table
          caption={isOwn ? texts.caption.mine : texts.caption.all}
          columns={columns}
          rows={rows}
          rowKey={({ jobId }) => jobId}
          empty={<NoJobs isOwn={isOwn} filter={filter} onClear={onClear} />}
        />
        {rows && rows.length > 0 && (
          <LoadMore
            hasMore={query.hasNextPage}
            isLoading={query.isFetchingNextPage}
            onLoad={() => void query.fetchNextPage()}
            shown={texts.shown(rows.length)}
          />
        )}
      </Card>
    </>
  );
}

function NoJobs({ isOwn, filter, onClear }: Omit<JobListProps, "buyer"> & { isOwn: boolean }) {
  if (filter !== "any") {
    return <EmptyState title={texts.none.filtered} action={<Button onClick={onClear}>{texts.none.clear}</Button>} />;
  }
  return (
    <EmptyState
      title={isOwn ? texts.none.mine : texts.none.all}
      action={
        <ButtonLink variant="primary" href="/jobs/new">
          {texts.post}
        </ButtonLink>
      }
    >
      {isOwn ? texts.none.mineBody : texts.none.allBody}
    </EmptyState>
  );
}

interface JobsPlace {
  readonly whose: Whose;
  readonly filter: JobFilter;
}

function readPlace(query: URLSearchParams): JobsPlace {
  return { whose: query.get("who") === "all" ? "all" : "mine", filter: filterOf(query.get("state")) };
}

function hrefOf({ whose, filter }: JobsPlace): string {
  const query = new URLSearchParams();
  if (whose === "all") query.set("who", "all");
  if (filter !== "any") query.set("state", filter);
  return query.size > 0 ? `/jobs?${query}` : "/jobs";
}
