"use client";

import { marketTexts } from "../../texts/market.ts";
import { Badge } from "../../ui/badge.tsx";
import { KeyValues } from "../../ui/key-values.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Skeleton, SkeletonLines } from "../../ui/skeleton.tsx";
import { Bytes } from "../quantity.tsx";
import { Time } from "../time.tsx";
import type { Heard } from "./use-heard.ts";

const texts = marketTexts.node;

/** Whether a node is there now, in one word. */
export function PresenceBadge({ heard }: { heard: Heard }) {
  if (heard.kind === "unknown") return <Skeleton className="h-5 w-14" />;
  if (heard.kind !== "heard") return <Badge>{texts.offline}</Badge>;
  const { online } = heard.node;
  return <Badge tone={online ? "positive" : "neutral"}>{online ? texts.online : texts.offline}</Badge>;
}

/** What a node says of itself: capacity, sandbox, version. */
export function PresenceFacts({ heard }: { heard: Heard }) {
  if (heard.kind === "unknown") return <SkeletonLines count={5} />;
  if (heard.kind === "away") return <Notice tone="caution">{texts.gatewayAway}</Notice>;
  if (heard.kind === "never") return <Notice>{texts.unknown}</Notice>;
  const { heartbeat, receivedAt } = heard.node;
  const { capacity, layers, agentVersion, status, alarm } = heartbeat;
  return (
    <>
      <KeyValues
        items={[
          { label: texts.heard, value: <Time value={receivedAt} /> },
          { label: texts.status, value: texts.statuses[status], ...(alarm && { note: alarm }) },
          { label: texts.slots, value: texts.slotsOf(capacity.running, capacity.slots) },
          { label: texts.memory, value: <Bytes value={capacity.memoryBytes} /> },
          { label: texts.layers, value: <Layers names={layers} />, note: texts.layersNote },
          { label: texts.agent, value: agentVersion },
        ]}
      />
      <p className="mt-3 text-xs text-muted">{texts.said}</p>
    </>
  );
}

function Layers({ names }: { names: readonly string[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {names.map((name) => (
        <li key={name} className="flex flex-wrap gap-x-2">
          <span className="font-mono text-xs leading-5">{name}</span>
          <span className="text-xs leading-5 text-muted">{marketTexts.layers[name] ?? ""}</span>
        </li>
      ))}
    </ul>
  );
}
