"use client";

import dynamic from "next/dynamic";
import { Skeleton, SkeletonLines } from "../../ui/skeleton.tsx";

/** Parts that decode: fetched after the first picture, because ABIs and decoders weigh as much as a whole page. */

const Lines = () => (
  <div className="p-4">
    <SkeletonLines count={5} />
  </div>
);

export const EventsTable = dynamic(async () => (await import("./events/events-table.tsx")).EventsTable, {
  ssr: false,
  loading: Lines,
});

export const TransactionCall = dynamic(async () => (await import("./transaction-call.tsx")).TransactionCall, {
  ssr: false,
  loading: () => <SkeletonLines count={4} />,
});

export const TransactionLogs = dynamic(async () => (await import("./transaction-logs.tsx")).TransactionLogs, {
  ssr: false,
  loading: () => <SkeletonLines count={4} />,
});

export const CallName = dynamic(async () => (await import("./call-name.tsx")).CallName, {
  ssr: false,
  loading: () => <Skeleton className="h-5 w-16" />,
});

export const ReadFunctions = dynamic(async () => (await import("./contracts/read-functions.tsx")).ReadFunctions, {
  ssr: false,
  loading: Lines,
});
