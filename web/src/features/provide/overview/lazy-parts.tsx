"use client";

import dynamic from "next/dynamic";
import { provideTexts } from "../../../texts/provide.ts";
import { Card } from "../../../ui/card.tsx";
import { SkeletonLines } from "../../../ui/skeleton.tsx";

/** Tables below the figures. */

export const NodeTable = dynamic(async () => (await import("../nodes/node-table.tsx")).NodeTable, {
  ssr: false,
  loading: () => (
    <div className="p-4">
      <SkeletonLines count={4} />
    </div>
  ),
});

export const LiveWork = dynamic(async () => (await import("../work/live-work.tsx")).LiveWork, {
  ssr: false,
  loading: () => (
    <Card title={provideTexts.overview.live}>
      <SkeletonLines count={3} />
    </Card>
  ),
});
