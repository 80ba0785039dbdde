"use client";

import { REASON_SENTENCES } from "@computehive/protocol/phases";
import { useQuery } from "@tanstack/react-query";
import type { Hex } from "viem";
import { useGatewayClient } from "../../../lib/http/services.tsx";
import { provideTexts } from "../../../texts/provide.ts";

const HOUR = 3_600_000;

/** The reason that the agent itself left at the gateway, where it did. The chain does not know it. */
export function AgentSays({ executionId }: { executionId: Hex }) {
  const gateway = useGatewayClient();
  const { data } = useQuery({
    queryKey: ["gateway", "execution-reason", executionId],
    staleTime: HOUR,
    retry: false,
    queryFn: async ({ signal }) => {
      const { phases } = await gateway.execution(executionId, { signal });
      return phases.findLast(({ reason }) => reason !== undefined) ?? null;
    },
  });
  if (!data?.reason) return null;
  return (
    <span className="block text-xs text-muted">
      {provideTexts.work.agentSays} {REASON_SENTENCES[data.reason]}
    </span>
  );
}
