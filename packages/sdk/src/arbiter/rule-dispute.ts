import { arbiterAbi, type Deployment } from "@computehive/protocol/contracts";
import { FINDINGS, type Finding } from "@computehive/protocol/dispute";
import type { Execution, JobOrder, JobTerms } from "@computehive/protocol/order";
import type { Work } from "@computehive/protocol/receipt";
import { type ContractRequest, contractRequest } from "../contract-request.ts";
import type { HiveClient } from "../hive-client.ts";
import { type WriteOptions, type Written, write } from "../write.ts";

export interface Ruling {
  readonly order: JobOrder;
  readonly terms: JobTerms;
  readonly execution: Execution;
  readonly work: Work;
  readonly finding: Finding;
  /** A short sentence for both sides; at most 512 bytes; public. */
  readonly reason: string;
}

export const arbiterRequests = {
  rule: (
    { contracts }: Pick<Deployment, "contracts">,
    { order, terms, execution, work, finding, reason }: Ruling,
  ): ContractRequest => {
    const args = [order, terms, execution, work, FINDINGS.indexOf(finding), reason] as const;
    return contractRequest({ address: contracts.arbiter, abi: arbiterAbi, functionName: "rule", args });
  },
} as const;

/** Decides a dispute, as the deployment's arbiter. */
export function ruleDispute(client: HiveClient, ruling: Ruling, options?: WriteOptions): Promise<Written> {
  return write(client, arbiterRequests.rule(client.deployment, ruling), options);
}

/** What a verdict costs the loser. */
export function readArbiterFee({ publicClient, deployment }: HiveClient): Promise<bigint> {
  return publicClient.readContract({ address: deployment.contracts.arbiter, abi: arbiterAbi, functionName: "fee" });
}
