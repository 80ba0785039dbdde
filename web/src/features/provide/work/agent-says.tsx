"use client";

import { REASON_SENTENCES } from "@computehive/protocol/phases";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Hex } from "viem";
import { useGatewayClient } from "../../../lib/http/services.tsx";
import { provideWorkTexts as texts } from "../../../texts/provide/work.ts";

export interface AgentSaysProps {
  readonly executionId: Hex;
  /** Whether the agent surely spoke: asks without being told to. */
  readonly isEager: boolean;
}

/** The reason that the agent itself left at the gateway, where it did. The chain does not know it. */
export function AgentSays({ executionId, isEager }: AgentSaysProps) {
  const gateway = useGatewayClient();
  const [isAsked, setAsked] = useState(isEager);
  const { data, isError, isFetching } = useQuery({
    queryKey: ["gateway", "execution-reason", executionId],
    enabled: isAsked,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }) => {
      try {
        const { phases } = await gateway.execution(executionId, { signal });
        return phases.findLast(({ reason }) => reason !== undefined)?.reason ?? null;
      } catch (error) {
        if ((error as { status?: number }).status === 404) return null;
        throw error;
      }
    },
  });
  if (!isAsked) {
    return (
      <button type="button" className="block text-xs text-accent hover:underline" onClick={() => setAsked(true)}>
        {texts.askAgent}
      </button>
    );
  }
  const words = data ? REASON_SENTENCES[data] : isError ? texts.agentUnknown : isFetching ? "…" : texts.agentSilent;
  return (
    <span role="status" className="block text-xs text-muted">
      {texts.agentSays} {words}
    </span>
  );
}
