"use client";

import Link from "next/link";
import { Count } from "../../components/quantity.tsx";
import { Time } from "../../components/time.tsx";
import { useConfig } from "../../lib/config/config-context.tsx";
import { useChainHead, useIndexerState } from "../../lib/services/services-state.ts";
import { explorerTexts as texts } from "../../texts/explorer.ts";
import { Card } from "../../ui/card.tsx";
import { Page } from "../../ui/page.tsx";
import { Stat, Stats } from "../../ui/stat.tsx";
import { BlocksTable } from "./blocks-table.tsx";
import { gwei } from "./gwei.ts";
import { contractsOf } from "./known-contracts.ts";
import { EventsTable } from "./lazy-parts.tsx";
import { SearchBox } from "./search/search-box.tsx";

/** The start of the explorer: search, the head of the chain, blocks and events as they come. */
export function ExplorerPage() {
  return (
    <Page title={texts.title} lead={texts.lead}>
      <SearchBox />
      <Head />
      <ContractLinks />
      <div className="grid gap-5 xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]">
        <Card title={texts.blocks.title} isFlush>
          <BlocksTable />
        </Card>
        <Card title={texts.events.title} isFlush>
          <EventsTable filter={{ kind: "all" }} />
        </Card>
      </div>
    </Page>
  );
}

function Head() {
  const { data } = useChainHead();
  const indexer = useIndexerState();
  const indexed = indexer.kind === "current" || indexer.kind === "behind" ? indexer.status.indexed?.number : undefined;
  const unknown = indexer.kind === "unknown" ? undefined : texts.head.unknown;
  return (
    <Card>
      <Stats>
        <Stat label={texts.head.block} value={data && <Count value={data.number} />} />
        <Stat label={texts.head.time} value={data && <Time value={data.timestamp} />} />
        <Stat label={texts.head.indexed} value={indexed === undefined ? unknown : <Count value={indexed} />} />
        <Stat
          label={texts.head.gasPrice}
          value={data && (data.gasPrice === null ? texts.head.unknown : `${gwei(data.gasPrice)} gwei`)}
        />
      </Stats>
    </Card>
  );
}

function ContractLinks() {
  const { deployment } = useConfig();
  return (
    <nav aria-label={texts.contract.all} className="flex flex-wrap gap-2">
      {contractsOf(deployment).map(({ key, name, address }) => (
        <Link
          key={key}
          href={`/explorer/contracts/${address}`}
          className="rounded-md border border-line bg-surface px-3 py-1.5 text-sm font-medium hover:border-line-strong hover:bg-hover"
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
