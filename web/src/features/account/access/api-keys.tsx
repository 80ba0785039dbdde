"use client";

import type { ApiKey } from "@computehive/protocol/api/api-key";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { Address } from "viem";
import { QueryError } from "../../../components/query-error.tsx";
import { Time } from "../../../components/time.tsx";
import { accountAccessTexts } from "../../../texts/account/access.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { type Column, Table } from "../../../ui/table.tsx";
import { useApiKeys } from "../queries.ts";
import { RevokeKey } from "./revoke-key.tsx";

const texts = accountAccessTexts.keys;

const CreateKey = dynamic(async () => (await import("./create-key.tsx")).CreateKey, { ssr: false });

/** Keys of programs: made with scopes, shown once, revoked at any time. */
export function ApiKeys({ owner }: { owner: Address }) {
  const query = useApiKeys(owner);
  const [isCreating, setCreating] = useState(false);
  if (query.isError && !query.data) return <QueryError query={query} />;
  const { data } = query;
  const isFull = data !== undefined && data.keys.length >= data.limit;
  const columns: readonly Column<ApiKey>[] = [
    { key: "name", header: texts.name, cell: ({ name }) => <span className="font-medium">{name}</span> },
    { key: "key", header: texts.key, cell: ({ prefix }) => <span className="font-mono text-sm">{prefix}…</span> },
    { key: "scopes", header: texts.scopes, cell: ({ scopes }) => <Scopes scopes={scopes} /> },
    { key: "created", header: texts.created, isSecondary: true, cell: ({ createdAt }) => <Time value={createdAt} /> },
    {
      key: "used",
      header: texts.lastUsed,
      cell: ({ lastUsedAt }) => (lastUsedAt === undefined ? texts.never : <Time value={lastUsedAt} />),
    },
    {
      key: "ends",
      header: texts.expires,
      cell: ({ expiresAt }) => (expiresAt === undefined ? texts.noEnd : <Time value={expiresAt} />),
    },
    {
      key: "revoke",
      header: <span className="sr-only">{texts.revoke}</span>,
      isNumeric: true,
      cell: (key) => <RevokeKey owner={owner} apiKey={key} />,
    },
  ];
  const create = (
    <Button size="small" variant="primary" disabled={isFull} onClick={() => setCreating(true)}>
      {texts.create}
    </Button>
  );
  return (
    <Card title={texts.title} isFlush aside={create}>
      <p className="px-4 pt-3 pb-1 text-sm text-muted">
        {texts.lead} {data && texts.limit(data.keys.length, data.limit)} {isFull && texts.full}
      </p>
      <Table
        caption={texts.title}
        columns={columns}
        rows={data?.keys}
        rowKey={({ id }) => id}
        expected={2}
        empty={<EmptyState title={texts.empty}>{texts.emptyText}</EmptyState>}
      />
      {isCreating && <CreateKey owner={owner} onClose={() => setCreating(false)} />}
    </Card>
  );
}

function Scopes({ scopes }: Pick<ApiKey, "scopes">) {
  return (
    <span className="inline-flex flex-wrap gap-1">
      {scopes.map((scope) => (
        <Badge key={scope} title={texts.scope[scope]}>
          {scope}
        </Badge>
      ))}
    </span>
  );
}
