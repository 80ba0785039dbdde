"use client";

import dynamic from "next/dynamic";
import { SideSkeleton } from "./book-skeleton.tsx";

/** The book's long lists and its charts: fetched while the indexer is asked for what stands in them. */

const loadOffers = async () => (await import("./parts/offers-side.tsx")).OffersSide;
const loadJobs = async () => (await import("./parts/jobs-side.tsx")).JobsSide;
const loadDepth = async () => (await import("./parts/depth-chart.tsx")).DepthChart;
const loadPrices = async () => (await import("./parts/settled-prices.tsx")).SettledPrices;

/** Does not wait until there is something to show. */
export function loadBookParts(): void {
  // A failure is told where the part is shown.
  Promise.all([loadOffers(), loadJobs(), loadDepth(), loadPrices()]).catch(() => undefined);
}

const FlushSide = () => (
  <div className="p-4">
    <SideSkeleton />
  </div>
);

export const OffersSide = dynamic(loadOffers, { ssr: false, loading: FlushSide });
export const JobsSide = dynamic(loadJobs, { ssr: false, loading: FlushSide });
export const DepthChart = dynamic(loadDepth, { ssr: false, loading: SideSkeleton });
export const SettledPrices = dynamic(loadPrices, { ssr: false, loading: SideSkeleton });
