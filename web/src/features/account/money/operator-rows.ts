import type { Deployment } from "@computehive/protocol/contracts";
import type { AccountResponse } from "@computehive/protocol/indexer-api/account";
import type { AccountView } from "@computehive/sdk/account/show-account";
import { type Address, getAddress, isAddressEqual } from "viem";

/** Contracts of the deployment that people let draw now and then. */
const AT_TIMES = ["replicaMarket", "jury", "randomness"] as const;
export type OperatorPurpose = "market" | "staking" | (typeof AT_TIMES)[number] | "other";

/** A contract that may draw on the account, or could. */
export interface OperatorRow {
  readonly operator: Address;
  readonly purpose: OperatorPurpose;
  /** What may still be drawn, smallest unit. */
  readonly cap: bigint;
  /** Last second, Unix. */
  readonly expiry: number;
}

/** Market and staking always, as the chain has them; others as the indexer found them, while they may draw anything. */
export function operatorRows(
  { contracts }: Pick<Deployment, "contracts">,
  { operators }: Pick<AccountView, "operators">,
  found: AccountResponse["operators"] = [],
): OperatorRow[] {
  const own: OperatorRow[] = (["market", "staking"] as const).map((purpose) => ({
    operator: contracts[purpose],
    purpose,
    ...operators[purpose],
  }));
  const others = found.filter(
    ({ operator, token, cap }) =>
      cap > 0n && isAddressEqual(token, contracts.token) && !own.some((row) => isAddressEqual(row.operator, operator)),
  );
  return [
    ...own,
    ...others.map(({ operator, cap, expiry }) => ({
      operator: getAddress(operator),
      purpose: purposeOf(contracts, operator),
      cap,
      expiry,
    })),
  ];
}

function purposeOf(contracts: Deployment["contracts"], operator: Address): OperatorPurpose {
  const isAt = (address: Address | undefined) => address !== undefined && isAddressEqual(address, operator);
  return AT_TIMES.find((purpose) => isAt(contracts[purpose])) ?? "other";
}

export type OperatorState = "active" | "ended" | "inactive";

/** @param now The chain's time, Unix seconds. */
export function operatorState({ cap, expiry }: Pick<OperatorRow, "cap" | "expiry">, now: number): OperatorState {
  if (cap === 0n) return "inactive";
  return now > expiry ? "ended" : "active";
}
