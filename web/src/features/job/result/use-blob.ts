"use client";

import { useQuery } from "@tanstack/react-query";
import { useGatewayClient } from "../../../lib/http/services.tsx";
import { jobKeys } from "../../../lib/jobs/job-keys.ts";
import type { OutputEntry } from "./output-entries.ts";

/** The bytes of an output, once somebody wants to see them; they are checked against the CID. */
export function useBlob({ cid, size }: OutputEntry, { isWanted }: { isWanted: boolean }) {
  const gateway = useGatewayClient();
  return useQuery({
    queryKey: jobKeys.blob(cid),
    enabled: isWanted,
    queryFn: ({ signal }) => gateway.getBlob(cid, { maxBytes: size, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    // Bytes are no data that two answers could share the parts of.
    structuralSharing: false,
    retry: 1,
  });
}
