import {
  arbiterAbi,
  type Deployment,
  escrowAbi,
  jobMarketAbi,
  receiptsAbi,
  stakingAbi,
  testDollarAbi,
} from "@computehive/protocol/contracts";
import { tokenAbi } from "@computehive/protocol/token-abi";
import type { Abi, Address } from "viem";
import { CONTRACT_NAMES, contractKeyOf } from "../../lib/chain/contract-names.ts";

export interface KnownContract {
  readonly key: keyof typeof CONTRACT_NAMES;
  readonly name: string;
  readonly address: Address;
  readonly abi: Abi;
}

const ABIS = {
  market: jobMarketAbi,
  escrow: escrowAbi,
  staking: stakingAbi,
  receipts: receiptsAbi,
  arbiter: arbiterAbi,
  token: tokenAbi,
  testDollar: testDollarAbi,
} as const satisfies Record<KnownContract["key"], Abi>;

/** The deployment's contracts, in the order in which they are listed. */
export function contractsOf(deployment: Deployment): KnownContract[] {
  const { testDollar } = deployment.contracts;
  return (Object.keys(ABIS) as KnownContract["key"][])
    .filter((key) => !(key === "token" && testDollar))
    .flatMap((key) => {
      const address = deployment.contracts[key];
      return address ? [{ key, name: CONTRACT_NAMES[key], address, abi: ABIS[key] as Abi }] : [];
    });
}

/** The contract at `address`, if it is one of the deployment's. */
export function contractAt(deployment: Deployment, address: string | null | undefined): KnownContract | undefined {
  const key = address ? contractKeyOf(deployment, address) : undefined;
  return key && contractsOf(deployment).find((contract) => contract.key === key);
}
