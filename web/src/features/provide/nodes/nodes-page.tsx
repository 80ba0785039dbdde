"use client";

import type { Address } from "viem";
import { QueryError } from "../../../components/query-error.tsx";
import { provideNodesTexts as texts } from "../../../texts/provide/nodes.ts";
import { provideTexts } from "../../../texts/provide.ts";
import { ButtonLink } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Desk } from "../desk.tsx";
import { InstallAgent } from "./install-agent.tsx";
import { NodeTable } from "./node-table.tsx";
import { useNodeViews } from "./use-node-views.ts";

export function NodesPage() {
  return (
    <Desk
      title={texts.title}
      lead={texts.lead}
      actions={
        <ButtonLink href="/provide/nodes/new" variant="primary">
          {texts.add}
        </ButtonLink>
      }
    >
      {(provider) => <NodesContent provider={provider} />}
    </Desk>
  );
}

function NodesContent({ provider }: { provider: Address }) {
  const { query, views, isGatewayAway } = useNodeViews(provider);
  if (query.isError && !query.data) return <QueryError query={query} />;
  return (
    <>
      {isGatewayAway && <Notice tone="caution">{provideTexts.alerts.gatewayAway}</Notice>}
      <Card isFlush>
        <NodeTable views={views} />
      </Card>
      {views?.length === 0 && <InstallAgent />}
    </>
  );
}
