"use client";

import { useState } from "react";
import { useConfig } from "../lib/config/config-context.tsx";
import { useLiveHead, useLiveState } from "../lib/live/use-live.tsx";
import { type IndexerState, useChainHead, useGatewayInfo, useIndexerState } from "../lib/services/services-state.ts";
import { shellTexts } from "../texts/shell.ts";
import { Dot } from "../ui/badge.tsx";
import { Popover } from "../ui/popover.tsx";
import type { Tone } from "../ui/tone.ts";

const texts = shellTexts.state;

interface Line {
  readonly tone: Tone;
  readonly word: string;
}

/** The newest block, and behind it how chain, indexer and gateway are. */
export function StatePill() {
  const [isOpen, setOpen] = useState(false);
  const { chainName } = useConfig();
  const head = useChainHead();
  const liveHead = useLiveHead();
  const isLive = useLiveState() === "open";
  const indexer = indexerLine(useIndexerState(), isLive);
  const gateway = lineOf(useGatewayInfo());
  const chain = lineOf(head);
  const number = newest(head.data?.number, liveHead?.block);
  const worst =
    [chain, indexer, gateway].find(({ tone }) => tone === "negative") ??
    [indexer, gateway].find(({ tone }) => tone === "caution");
  return (
    <Popover
      title={texts.label}
      isOpen={isOpen}
      onOpenChange={setOpen}
      size="small"
      trigger={
        <button
          type="button"
          className="hidden h-8.5 items-center gap-2 rounded-md px-2.5 text-xs text-muted hover:bg-hover hover:text-ink sm:inline-flex"
        >
          <span className="sr-only">{texts.label}:</span>
          <Dot tone={worst?.tone ?? (chain.tone === "neutral" ? "neutral" : "positive")} />
          <span className="hidden max-w-28 truncate xl:inline">{chainName}</span>
          <span className="font-mono">{number === undefined ? "…" : `#${number}`}</span>
        </button>
      }
    >
      <dl className="flex flex-col gap-2 px-4 py-3 text-sm">
        <StateLine name={texts.chain} line={chain} />
        <StateLine name={texts.indexer} line={indexer} />
        <StateLine name={texts.gateway} line={gateway} />
      </dl>
    </Popover>
  );
}

function StateLine({ name, line: { tone, word } }: { name: string; line: Line }) {
  return (
    <div className="flex items-center justify-between gap-6">
      <dt className="text-muted">{name}</dt>
      <dd className="flex items-center gap-2">
        <Dot tone={tone} /> {word}
      </dd>
    </div>
  );
}

function lineOf({ isError, data }: { isError: boolean; data: unknown }): Line {
  if (isError) return { tone: "negative", word: texts.words.away };
  return data === undefined
    ? { tone: "neutral", word: texts.words.asking }
    : { tone: "positive", word: texts.words.ok };
}

function indexerLine(state: IndexerState, isLive: boolean): Line {
  switch (state.kind) {
    case "unknown":
      return { tone: "neutral", word: texts.words.asking };
    case "current":
      return { tone: "positive", word: isLive ? texts.words.live : texts.words.ok };
    case "behind":
      return { tone: "caution", word: state.blocks > 0 ? texts.words.behind(state.blocks) : texts.words.reading };
    case "away":
      return { tone: "negative", word: state.reason === "silent" ? texts.words.away : texts.words.wrong };
  }
}

function newest(fromRpc: bigint | undefined, fromIndexer: number | undefined): bigint | undefined {
  if (fromRpc === undefined) return fromIndexer === undefined ? undefined : BigInt(fromIndexer);
  return fromIndexer !== undefined && BigInt(fromIndexer) > fromRpc ? BigInt(fromIndexer) : fromRpc;
}
