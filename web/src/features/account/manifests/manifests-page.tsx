"use client";

import type { SavedManifest } from "@computehive/protocol/api/saved-manifest";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { Address } from "viem";
import { Hash } from "../../../components/hash.tsx";
import { Bytes } from "../../../components/quantity.tsx";
import { QueryError } from "../../../components/query-error.tsx";
import { SessionGate } from "../../../components/session/session-gate.tsx";
import { Time } from "../../../components/time.tsx";
import { accountManifestsTexts as texts } from "../../../texts/account/manifests.ts";
import { Button, ButtonLink } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { LoadMore } from "../../../ui/load-more.tsx";
import { type Column, Table } from "../../../ui/table.tsx";
import { AccountFrame } from "../account-frame.tsx";
import { useSavedManifests } from "../queries.ts";

const RenameManifest = dynamic(async () => (await import("./manifest-dialogs.tsx")).RenameManifest, { ssr: false });
const RemoveManifest = dynamic(async () => (await import("./manifest-dialogs.tsx")).RemoveManifest, { ssr: false });

export function ManifestsPage() {
  return (
    <AccountFrame
      title={texts.title}
      lead={texts.lead}
      actions={<ButtonLink href="/jobs/new">{texts.post}</ButtonLink>}
    >
      <SessionGate purpose={texts.purpose}>{({ account }) => <SavedManifests owner={account} />}</SessionGate>
    </AccountFrame>
  );
}

interface Asked {
  readonly what: "rename" | "remove";
  readonly manifest: SavedManifest;
}

function SavedManifests({ owner }: { owner: Address }) {
  const query = useSavedManifests(owner);
  const [asked, setAsked] = useState<Asked>();
  if (query.isError && !query.data) return <QueryError query={query} />;
  const rows = query.data?.pages.flatMap(({ manifests }) => manifests);
  const first = query.data?.pages[0];
  const columns: readonly Column<SavedManifest>[] = [
    { key: "name", header: texts.name, cell: ({ name }) => <span className="font-medium">{name}</span> },
    { key: "cid", header: texts.cid, cell: ({ cid }) => <Hash value={cid} what="CID" /> },
    {
      key: "size",
      header: texts.size,
      isNumeric: true,
      isSecondary: true,
      cell: ({ size }) => <Bytes value={size} />,
    },
    { key: "changed", header: texts.changed, cell: ({ updatedAt }) => <Time value={updatedAt} /> },
    {
      key: "actions",
      header: <span className="sr-only">{texts.actions}</span>,
      isNumeric: true,
      cell: (manifest) => (
        <span className="flex flex-wrap justify-end gap-1">
          <ButtonLink href={`/jobs/new?saved=${manifest.id}`} size="small" variant="primary">
            {texts.use}
          </ButtonLink>
          <Button size="small" onClick={() => setAsked({ what: "rename", manifest })}>
            {texts.rename}
          </Button>
          <Button size="small" variant="quiet" onClick={() => setAsked({ what: "remove", manifest })}>
            {texts.remove}
          </Button>
        </span>
      ),
    },
  ];
  const close = () => setAsked(undefined);
  return (
    <Card title={texts.title} isFlush>
      <Table
        caption={texts.title}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        expected={3}
        empty={
          <EmptyState title={texts.empty} action={<ButtonLink href="/jobs/new">{texts.post}</ButtonLink>}>
            {texts.emptyText}
          </EmptyState>
        }
      />
      <LoadMore
        hasMore={query.hasNextPage}
        isLoading={query.isFetchingNextPage}
        onLoad={() => void query.fetchNextPage()}
        {...(first && first.count > 0 && { shown: texts.shown(first.count, first.limit) })}
      />
      {asked?.what === "rename" && <RenameManifest owner={owner} manifest={asked.manifest} onClose={close} />}
      {asked?.what === "remove" && <RemoveManifest owner={owner} manifest={asked.manifest} onClose={close} />}
    </Card>
  );
}
