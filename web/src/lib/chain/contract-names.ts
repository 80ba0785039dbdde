import type { Deployment } from "@computehive/protocol/contracts";

type ContractKey = keyof Deployment["contracts"];

/** What people call the contracts of a deployment. The test dollar is also the token: its own name says more, so it comes first. */
export const CONTRACT_NAMES = {
  escrow: "Escrow",
  staking: "Staking",
  market: "JobMarket",
  offers: "OfferBook",
  receipts: "Receipts",
  receiptToken: "ReceiptToken",
  attestations: "Attestations",
  attesterPolicies: "AttesterPolicies",
  arbiter: "Arbiter",
  replicaMarket: "ReplicaMarket",
  replicaArbiter: "ReplicaArbiter",
  jury: "Jury",
  randomness: "Randomness",
  nodeIdentities: "NodeIdentities",
  nodeReputation: "NodeReputation",
  agenticCommerce: "AgenticCommerce",
  batchSettlement: "BatchSettlement",
  testDollar: "TestDollar",
  token: "Token",
} as const satisfies Record<ContractKey, string>;

/** Name of one of this deployment's contracts, if `address` is one. */
export function contractNameOf({ contracts }: Deployment, address: string): string | undefined {
  const key = contractKeyOf({ contracts } as Deployment, address);
  return key && CONTRACT_NAMES[key];
}

export function contractKeyOf({ contracts }: Deployment, address: string): ContractKey | undefined {
  const wanted = address.toLowerCase();
  return (Object.keys(CONTRACT_NAMES) as ContractKey[]).find((key) => contracts[key]?.toLowerCase() === wanted);
}
