"use client";

import { cidFromDigest } from "@computehive/protocol/cid";
import { ComputeHiveError } from "@computehive/protocol/error";
import { receiptHashOf } from "@computehive/protocol/receipt";
import { useQuery } from "@tanstack/react-query";
import type { Hex } from "viem";
import { useHive } from "../chain/use-hive.ts";
import { useGatewayClient } from "../http/services.tsx";
import { jobKeys } from "../jobs/job-keys.ts";
import { isGone, useGatewayExecution } from "./use-evidence.ts";

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
    queryFn: async ({ signal }) => {
      const { fetchResult } = await import("@computehive/sdk/verify/documents");
      return fetchResult(gateway, cidFromDigest(upload?.receipt.details.outputHash as Hex), { signal });
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failures, error) => !isGone(error) && failures < 2,
  });
  const error = upload && !isTheOne ? new OtherReceiptError({ executionId: executionId as Hex }) : document.error;
  return { execution, upload: isTheOne ? upload : undefined, document, error: execution.error ?? error };
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
