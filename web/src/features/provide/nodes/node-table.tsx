"use client";

import { Address } from "../../../components/address.tsx";
import { CoinAmount } from "../../../components/amount.tsx";
import { Count } from "../../../components/quantity.tsx";
import { ResourceClass } from "../../../components/resource-class.tsx";
import { Time } from "../../../components/time.tsx";
import { provideNodesTexts as texts } from "../../../texts/provide/nodes.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { cx } from "../../../ui/cx.ts";
import { EmptyState } from "../../../ui/empty-state.tsx";
import { type Column, Table } from "../../../ui/table.tsx";
import { ConditionBadge } from "./condition-badge.tsx";
import type { NodeView } from "./use-node-views.ts";

const COLUMNS: readonly Column<NodeView>[] = [
  {
    key: "node",
    header: texts.node,
    cell: ({ node }) => <Address value={node.node} href={`/provide/nodes/${node.node}`} />,
  },
  { key: "condition", header: texts.condition, cell: ({ condition }) => <ConditionBadge condition={condition} /> },
  {
    key: "heartbeat",
    header: texts.heartbeat,
    cell: ({ heard }) => (heard ? <Time value={heard.receivedAt} /> : texts.never),
  },
  {
    key: "capacity",
    header: texts.capacity,
    cell: ({ heard }) => {
      if (!heard?.online) return "–";
      const { running, slots } = heard.heartbeat.capacity;
      return texts.slots(running, slots);
    },
  },
  {
    key: "gas",
    header: texts.gas,
    isNumeric: true,
    cell: ({ gas }) =>
      gas ? (
        <span className={cx(gas.level === "low" && "text-caution", gas.level === "stopped" && "text-negative")}>
          <CoinAmount value={gas.held} decimals={4} />
        </span>
      ) : (
        "–"
      ),
  },
  {
    key: "class",
    header: texts.class,
    cell: ({ node }) => <ResourceClass value={node.resourceClass} />,
    isSecondary: true,
  },
  {
    key: "settled",
    header: texts.settled,
    isNumeric: true,
    cell: ({ node }) => <Count value={node.record.settled} />,
    isSecondary: true,
  },
  {
    key: "offers",
    header: texts.offers,
    isNumeric: true,
    cell: ({ node }) => <Count value={node.openOffers} />,
    isSecondary: true,
  },
];

export function NodeTable({ views }: { views: readonly NodeView[] | undefined }) {
  return (
    <Table
      caption={texts.title}
      columns={COLUMNS}
      rows={views}
      rowKey={({ node }) => node.node}
      expected={2}
      empty={
        <EmptyState
          title={texts.empty}
          action={
            <ButtonLink href="/provide/nodes/new" variant="primary">
              {texts.add}
            </ButtonLink>
          }
        >
          {texts.emptyText}
        </EmptyState>
      }
    />
  );
}
