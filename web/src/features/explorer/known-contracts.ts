import type { Deployment } from "@computehive/protocol/contracts";
import type { Address } from "viem";
import { CONTRACT_NAMES, contractKeyOf } from "../../lib/chain/contract-names.ts";

export interface KnownContract {
  readonly key: keyof typeof CONTRACT_NAMES;
  readonly name: string;
  readonly address: Address;
}

const ORDER = [
  "market",
  "escrow",
  "staking",
  "offers",
  "receipts",
  "receiptToken",
  "attestations",
  "attesterPolicies",
  "arbiter",
  "replicaMarket",
  "replicaArbiter",
  "jury",
  "randomness",
  "nodeIdentities",
  "nodeReputation",
  "agenticCommerce",
  "batchSettlement",
  "token",
  "testDollar",
] as const satisfies KnownContract["key"][];

/** The deployment's contracts, in the order in which they are listed. */
export function contractsOf({ contracts }: Pick<Deployment, "contracts">): KnownContract[] {
  return ORDER.filter((key) => !(key === "token" && contracts.testDollar)).flatMap((key) => {
    const address = contracts[key];
    return address ? [{ key, name: CONTRACT_NAMES[key], address }] : [];
  });
}

/** The contract at `address`, if it is one of the deployment's. */
export function contractAt(deployment: Deployment, address: string | null | undefined): KnownContract | undefined {
  const key = address ? contractKeyOf(deployment, address) : undefined;
  return key && contractsOf(deployment).find((contract) => contract.key === key);
}
