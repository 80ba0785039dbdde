"use client";

import dynamic from "next/dynamic";
import { provideNodeTexts as texts } from "../../../texts/provide/node.ts";
import { Card } from "../../../ui/card.tsx";
import { Skeleton, SkeletonLines } from "../../../ui/skeleton.tsx";

/** Parts of a node's page that stand below what the indexer must say first. */

const loadControls = () => import("./node-controls.tsx");

export const PauseControl = dynamic(async () => (await loadControls()).PauseControl, {
  ssr: false,
  loading: () => (
    <div className="flex flex-col gap-2">
      <Skeleton className="h-5 w-64" />
      <Skeleton className="h-8.5 w-20" />
    </div>
  ),
});

export const RetireControl = dynamic(async () => (await loadControls()).RetireControl, {
  ssr: false,
  loading: () => <Skeleton className="h-8.5 w-20" />,
});

export const PayeeControl = dynamic(async () => (await loadControls()).PayeeControl, {
  ssr: false,
  loading: () => <Skeleton className="h-7 w-28" />,
});

const Table = ({ title }: { title: string }) => (
  <Card title={title}>
    <SkeletonLines count={4} />
  </Card>
);

export const OfferTable = dynamic(async () => (await import("../offers/offer-table.tsx")).OfferTable, {
  ssr: false,
  loading: () => <Table title={texts.offers} />,
});

export const LiveWork = dynamic(async () => (await import("../work/live-work.tsx")).LiveWork, {
  ssr: false,
  loading: () => <Table title={texts.work} />,
});
