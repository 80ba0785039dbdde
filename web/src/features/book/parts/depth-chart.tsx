"use client";

import { formatAmount } from "@computehive/protocol/price";
import { useMemo } from "react";
import { useToken } from "../../../lib/chain/use-hive.ts";
import { bookTexts } from "../../../texts/book.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import type { ArrangedBook } from "../model/arrange.ts";
import { type DepthStep, depthCurve } from "../model/depth-curve.ts";

const texts = bookTexts.depth;
const WIDTH = 600;
const HEIGHT = 180;
/** Prices far away from all others would press the rest into a corner. */
const SHOWN_PART = 0.95;

/** Both sides as staircases over the price: how much stands at which price. */
export function DepthChart({ book: { asks, bids } }: { book: ArrangedBook }) {
  const token = useToken();
  const drawing = useMemo(() => drawingOf(depthCurve(asks), depthCurve(bids)), [asks, bids]);
  if (!drawing) return <EmptyState title={texts.empty} />;
  const whole = (amount: bigint) => (token ? `${formatAmount(amount, token.decimals)} ${token.symbol}` : "…");
  const label = texts.describe(whole(deepest(asks)), whole(deepest(bids)));
  return (
    <figure>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="img"
        aria-label={label}
        preserveAspectRatio="none"
        className="h-45 w-full"
      >
        <Curve path={drawing.bids} colour="var(--positive)" />
        <Curve path={drawing.asks} colour="var(--accent)" />
      </svg>
      <figcaption className="mt-2 flex flex-wrap justify-between gap-x-4 text-xs text-muted">
        <span>{texts.cheap}</span>
        <span className="flex gap-4">
          <Key colour="bg-positive" text={texts.jobs} />
          <Key colour="bg-accent" text={texts.offers} />
        </span>
        <span>{texts.dear}</span>
      </figcaption>
    </figure>
  );
}

function Curve({ path, colour }: { path: string; colour: string }) {
  if (path === "") return null;
  return (
    <>
      <path d={`${path}V${HEIGHT}Z`} fill={colour} opacity="0.12" />
      <path d={path} fill="none" stroke={colour} strokeWidth="2" vectorEffect="non-scaling-stroke" />
    </>
  );
}

function Key({ colour, text }: { colour: string; text: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden="true" className={`inline-block h-0.5 w-4 ${colour}`} />
      {text}
    </span>
  );
}

function deepest(rows: readonly { depth: bigint }[]): bigint {
  let most = 0n;
  for (const { depth } of rows) if (depth > most) most = depth;
  return most;
}

interface Drawing {
  readonly asks: string;
  readonly bids: string;
}

function drawingOf(asks: readonly DepthStep[], bids: readonly DepthStep[]): Drawing | undefined {
  const shown = { asks: nearest(asks), bids: nearest(bids) };
  const prices = [...shown.asks, ...shown.bids].map(({ price }) => price);
  if (prices.length === 0) return undefined;
  const low = Math.min(...prices);
  const high = Math.max(...prices);
  const margin = (high - low || high || 1) * 0.05;
  const highest = Math.max(...[...shown.asks, ...shown.bids].map(({ depth }) => depth)) || 1;
  const x = (price: number) => ((price - low + margin) / (high - low + 2 * margin)) * WIDTH;
  const y = (depth: number) => HEIGHT - (depth / highest) * (HEIGHT - 12);
  // Offers add up towards dearer prices, jobs towards cheaper ones.
  return { asks: stairs(shown.asks, { x, y, end: WIDTH }), bids: stairs(shown.bids, { x, y, end: 0 }) };
}

function nearest(steps: readonly DepthStep[]): readonly DepthStep[] {
  return steps.slice(0, Math.max(1, Math.ceil(steps.length * SHOWN_PART)));
}

interface Scale {
  readonly x: (price: number) => number;
  readonly y: (depth: number) => number;
  /** Where the last step ends. */
  readonly end: number;
}

function stairs(steps: readonly DepthStep[], { x, y, end }: Scale): string {
  const [first] = steps;
  if (!first) return "";
  const corners = steps.map(({ price, depth }) => `H${x(price).toFixed(1)}V${y(depth).toFixed(1)}`);
  return `M${x(first.price).toFixed(1)} ${HEIGHT}${corners.join("")}H${end}`;
}
