"use client";

import type { AccountView } from "@computehive/sdk/account/show-account";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { Address as AddressValue } from "viem";
import { Address } from "../../../components/address.tsx";
import { Amount } from "../../../components/amount.tsx";
import { Time } from "../../../components/time.tsx";
import { useChainNow } from "../../../lib/chain/use-chain-now.ts";
import { useHive } from "../../../lib/chain/use-hive.ts";
import { accountMoneyTexts } from "../../../texts/account/money.ts";
import { Badge } from "../../../ui/badge.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { type Column, Table } from "../../../ui/table.tsx";
import { useAccountHistory } from "../queries.ts";
import { type OperatorRow, operatorRows, operatorState } from "./operator-rows.ts";
import { RevokeOperator } from "./revoke-operator.tsx";

const texts = accountMoneyTexts.operators;

const OperatorDialog = dynamic(async () => (await import("./operator-dialog.tsx")).OperatorDialog, { ssr: false });

const TONES = { active: "positive", ended: "neutral", inactive: "neutral" } as const;

/** Which contracts may take from the free money, how much and until when. */
export function Operators({ owner, account }: { owner: AddressValue; account: AccountView | undefined }) {
  const { deployment } = useHive();
  const now = useChainNow();
  const history = useAccountHistory(owner);
  const [changing, setChanging] = useState<OperatorRow>();
  const rows = account && operatorRows(deployment, account, history.data?.pages[0]?.operators);
  const columns: readonly Column<OperatorRow>[] = [
    { key: "operator", header: texts.operator, cell: ({ operator }) => <Address value={operator} /> },
    { key: "purpose", header: texts.purpose, cell: ({ purpose }) => texts.purposes[purpose] },
    {
      key: "state",
      header: texts.state,
      cell: (row) => {
        if (now === undefined) return "";
        const state = operatorState(row, now);
        return <Badge tone={TONES[state]}>{texts[state]}</Badge>;
      },
    },
    { key: "cap", header: texts.cap, isNumeric: true, cell: ({ cap }) => <Amount value={cap} /> },
    {
      key: "expiry",
      header: texts.expiry,
      cell: ({ cap, expiry }) => (cap === 0n ? "–" : <Time value={expiry} />),
    },
    {
      key: "actions",
      header: <span className="sr-only">{texts.change}</span>,
      isNumeric: true,
      cell: (row) => (
        <span className="flex justify-end gap-1">
          <Button size="small" onClick={() => setChanging(row)}>
            {texts.change}
          </Button>
          {row.cap > 0n && <RevokeOperator owner={owner} operator={row.operator} />}
        </span>
      ),
    },
  ];
  return (
    <Card title={texts.title} isFlush>
      <p className="px-4 pt-3 text-sm text-muted">{texts.lead}</p>
      <Table
        caption={texts.title}
        columns={columns}
        rows={rows}
        rowKey={({ operator }) => operator}
        expected={2}
        empty={null}
      />
      {changing && (
        <OperatorDialog
          key={changing.operator}
          owner={owner}
          operator={changing}
          onClose={() => setChanging(undefined)}
        />
      )}
    </Card>
  );
}
