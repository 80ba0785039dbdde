"use client";

import type { NodeResponse } from "@computehive/protocol/api/node";
import type { IndexedNode } from "@computehive/protocol/indexer-api/provider";
import type { ReactNode } from "react";
import { Address } from "../../../components/address.tsx";
import { CoinAmount } from "../../../components/amount.tsx";
import { TransactionLink } from "../../../components/hash.tsx";
import { Bytes } from "../../../components/quantity.tsx";
import { ResourceClass } from "../../../components/resource-class.tsx";
import { Time } from "../../../components/time.tsx";
import { provideNodeTexts as texts } from "../../../texts/provide/node.ts";
import { provideNodesTexts as nodes } from "../../../texts/provide/nodes.ts";
import { Badge } from "../../../ui/badge.tsx";
import { KeyValues } from "../../../ui/key-values.tsx";
import { ConditionBadge } from "./condition-badge.tsx";
import type { NodeView } from "./use-node-views.ts";

/** What the agent says of itself. */
export function AgentFacts({ view: { heard, condition, gas } }: { view: NodeView }) {
  return (
    <KeyValues
      items={[
        {
          label: texts.status,
          value: <ConditionBadge condition={condition} />,
          note: heard?.heartbeat.alarm ?? nodes.conditionHints[condition],
        },
        { label: texts.lastHeartbeat, value: heard ? <Time value={heard.receivedAt} as="both" /> : nodes.never },
        ...(heard ? heardFacts(heard) : []),
        gas && {
          label: texts.gasHeld,
          value: <CoinAmount value={gas.held} />,
          note: gas.level === "enough" ? texts.gasEnough : undefined,
        },
      ]}
    />
  );
}

function heardFacts({ heartbeat: { capacity, layers, agentVersion } }: NodeResponse) {
  return [
    { label: texts.running, value: nodes.slots(capacity.running, capacity.slots) },
    { label: texts.memory, value: <Bytes value={capacity.memoryBytes} /> },
    { label: texts.layers, value: <Layers names={layers} />, note: texts.layersNote },
    { label: texts.version, value: agentVersion },
  ];
}

export function Layers({ names }: { names: readonly string[] }) {
  if (names.length === 0) return <>{texts.noLayers}</>;
  return (
    <span className="flex flex-wrap gap-1">
      {names.map((name) => (
        <Badge key={name}>{name}</Badge>
      ))}
    </span>
  );
}

/** What stands on the chain. */
export function ChainFacts({ node, payeeControl }: { node: IndexedNode; payeeControl?: ReactNode }) {
  return (
    <KeyValues
      items={[
        {
          label: texts.payee,
          value: (
            <span className="flex flex-wrap items-center gap-2">
              <Address value={node.payee} />
              {payeeControl}
            </span>
          ),
          note: texts.payeeNote,
        },
        { label: texts.class, value: <ResourceClass value={node.resourceClass} /> },
        { label: texts.region, value: node.region || texts.noRegion },
        {
          label: texts.registered,
          value: (
            <>
              <Time value={node.registered.at} as="both" /> · <TransactionLink hash={node.registered.transaction} />
            </>
          ),
        },
      ]}
    />
  );
}
