import type { BookRow } from "./arrange.ts";
import type { BookEntry } from "./entries.ts";

/** A corner of a staircase: from this price on, so much depth. */
export interface DepthStep {
  readonly price: number;
  readonly depth: number;
}

/** Enough for a curve as wide as a screen. */
const MOST_STEPS = 160;

/**
 * The staircase of one side in the order of prices. Entries of one price are one step; a long side is thinned, and keeps its
 * first and last step. Numbers, not money: for drawing alone.
 */
export function depthCurve(rows: readonly BookRow<BookEntry>[]): DepthStep[] {
  const steps: DepthStep[] = [];
  for (const { entry, depth } of byDepth(rows)) {
    const step = { price: Number(entry.price), depth: Number(depth) };
    if (steps.at(-1)?.price === step.price) steps.pop();
    steps.push(step);
  }
  return thinned(steps);
}

function byDepth(rows: readonly BookRow<BookEntry>[]): readonly BookRow<BookEntry>[] {
  const isSorted = rows.every((row, index) => row.depthCount === index + 1);
  return isSorted ? rows : [...rows].sort((a, b) => a.depthCount - b.depthCount);
}

function thinned(steps: DepthStep[]): DepthStep[] {
  if (steps.length <= MOST_STEPS) return steps;
  const every = (steps.length - 1) / (MOST_STEPS - 1);
  return Array.from({ length: MOST_STEPS }, (_, index) => steps[Math.round(index * every)] as DepthStep);
}
