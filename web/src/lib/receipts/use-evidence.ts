"use client";

import { cidFromDigest } from "@computehive/protocol/cid";
import { ComputeHiveError } from "@computehive/protocol/error";
import { receiptHashOf } from "@computehive/protocol/receipt";
import { GatewayRefusedError } from "@computehive/sdk/gateway/gateway-errors";
import { fetchManifest, fetchResult } from "@computehive/sdk/verify/evidence";
import { useQuery } from "@tanstack/react-query";
import type { Hex } from "viem";
import { useHive } from "../chain/use-hive.ts";
import { useGatewayClient } from "../http/services.tsx";
import { jobKeys } from "../jobs/job-keys.ts";

/** A node reports and uploads within seconds; milliseconds. */
const ASK_AGAIN_MS = 3_000;

/** What the gateway has of an execution: phases, and the receipt once it is uploaded. `null`: it knows nothing of it. */
export function useGatewayExecution(
  executionId: Hex | undefined,
  { isExpected = false }: { isExpected?: boolean } = {},
) {
  const gateway = useGatewayClient();
  return useQuery({
    queryKey: jobKeys.execution(executionId ?? "0x"),
    enabled: executionId !== undefined,
    queryFn: ({ signal }) =>
      gateway.execution(executionId as Hex, { signal }).catch((error: unknown) => {
        if (isGone(error)) return null;
        throw error;
      }),
    // An upload that a receipt on the chain promises is waited for.
    refetchInterval: ({ state }) => (isExpected && !state.data?.receipt ? ASK_AGAIN_MS : false),
  });
}

/** The manifest that an order names; its bytes are checked against the hash. */
export function useManifest(manifestHash: Hex | undefined) {
  const gateway = useGatewayClient();
  return useQuery({
    queryKey: jobKeys.blob(manifestHash ?? "0x"),
    enabled: manifestHash !== undefined,
    queryFn: ({ signal }) => fetchManifest(gateway, manifestHash as Hex, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failures, error) => !isGone(error) && failures < 2,
  });
}

/** The result document of the receipt with this hash on the chain; whatever else the gateway shows is refused. */
export function useResult(
  executionId: Hex | undefined,
  receiptHash: Hex | undefined,
  { isExpected }: { isExpected: boolean },
) {
  const gateway = useGatewayClient();
  const { marketDomain } = useHive();
  const execution = useGatewayExecution(receiptHash && executionId, { isExpected });
  const upload = execution.data?.receipt;
  const isTheOne = upload && receiptHashOf(marketDomain, upload.receipt) === receiptHash;
  const document = useQuery({
    queryKey: jobKeys.blob(upload?.receipt.details.outputHash ?? "0x"),
    enabled: isTheOne === true,
    queryFn: ({ signal }) => fetchResult(gateway, cidFromDigest(upload?.receipt.details.outputHash as Hex), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failures, error) => !isGone(error) && failures < 2,
  });
  const error = upload && !isTheOne ? new OtherReceiptError({ executionId: executionId as Hex }) : document.error;
  return { execution, upload: isTheOne ? upload : undefined, document, error: execution.error ?? error };
}

function isGone(error: unknown): boolean {
  return error instanceof GatewayRefusedError && (error.status === 404 || error.status === 410);
}

/** The gateway may show any receipt; the chain holds the hash of the one that counts. */
export class OtherReceiptError extends ComputeHiveError {
  override readonly name = "OtherReceiptError";
  constructor({ executionId }: { executionId: Hex }) {
    super("The gateway shows another receipt than the one whose hash is on the chain.", {
      metaMessages: [`Execution: ${executionId}`],
    });
  }
}
