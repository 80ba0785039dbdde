"use client";

import Link from "next/link";
import { Address } from "../../components/address.tsx";
import { Amount } from "../../components/amount.tsx";
import { BlockLink, shortHex } from "../../components/hash.tsx";
import { ResourceClass } from "../../components/resource-class.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { Time } from "../../components/time.tsx";
import { useChainNow } from "../../lib/chain/use-chain-now.ts";
import { useManifest } from "../../lib/receipts/use-evidence.ts";
import { jobsTexts as texts } from "../../texts/jobs.ts";
import type { Column } from "../../ui/table.tsx";
import { formatDuration } from "../../ui/time/format-time.ts";
import type { JobRow } from "./job-row.ts";

/** @param isOwn all jobs are the person's own: the buyer needs no column. */
export function jobColumns({ isOwn }: { isOwn: boolean }): Column<JobRow>[] {
  const { columns } = texts;
  const all: (Column<JobRow> | false)[] = [
    { key: "job", header: columns.job, cell: (row) => <JobName row={row} />, className: "max-w-80" },
    { key: "state", header: columns.state, cell: ({ state }) => <StatusBadge job={state} /> },
    { key: "next", header: columns.next, cell: (row) => <TimeLeft row={row} /> },
    {
      key: "class",
      header: columns.resourceClass,
      cell: (row) => <ResourceClass value={row.resourceClass} />,
      isSecondary: true,
    },
    !isOwn && { key: "buyer", header: columns.buyer, cell: ({ buyer }) => <Address value={buyer} withCopy={false} /> },
    { key: "cost", header: columns.cost, cell: (row) => <Cost row={row} />, isNumeric: true },
    { key: "posted", header: columns.posted, cell: (row) => <Posted row={row} />, isNumeric: true },
  ];
  return all.filter((column): column is Column<JobRow> => Boolean(column));
}

/** The title that the buyer gave it; its id until that is known, or where it has none. */
function JobName({ row: { jobId, manifestHash } }: { row: JobRow }) {
  const { data } = useManifest(manifestHash);
  return (
    <Link href={`/jobs/${jobId}`} className="block min-w-0 hover:underline" title={jobId}>
      <span className="block truncate font-medium text-accent">
        {data?.title ?? shortHex(jobId, { head: 6, tail: 6 })}
      </span>
      {data?.title && <span className="block font-mono text-xs text-muted">{shortHex(jobId)}</span>}
    </Link>
  );
}

function TimeLeft({ row: { state, until } }: { row: JobRow }) {
  const now = useChainNow();
  if (until === undefined || now === undefined || !isTimed(state)) return <span className="text-muted">–</span>;
  if (now > until) return <span className="text-caution">{texts.next.over}</span>;
  return (
    <span className="whitespace-nowrap">
      {formatDuration(until - now)} <span className="text-muted">{texts.next[state]}</span>
    </span>
  );
}

const TIMED = ["open", "running", "submitted", "disputed"] as const;

function isTimed(state: JobRow["state"]): state is (typeof TIMED)[number] {
  return (TIMED as readonly string[]).includes(state);
}

function Cost({ row: { paid, most } }: { row: JobRow }) {
  return (
    <span className="whitespace-nowrap">
      <span className="mr-1 text-xs text-muted">{paid === undefined ? texts.atMost : texts.paid}</span>
      <Amount value={paid ?? most} />
    </span>
  );
}

function Posted({ row: { posted } }: { row: JobRow }) {
  if (posted.at !== undefined) return <Time value={posted.at} />;
  return (
    <span className="whitespace-nowrap text-muted">
      {texts.block} <BlockLink number={posted.block} />
    </span>
  );
}
