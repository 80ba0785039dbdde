import type { Address } from "viem";
import { type EscrowDomain, escrowDomain } from "./domain.ts";
import { operatorGrantFields, raiseEpochFields, sessionFields, withdrawalFields } from "./generated/typed-data.ts";

/** What an owner signs and anybody carries; see `IEscrow.Withdrawal`. */
export interface Withdrawal {
  owner: Address;
  token: Address;
  to: Address;
  amount: bigint;
  /** For whoever carries it, beside the amount. */
  fee: bigint;
  /** The owner's account's current one. */
  nonce: number;
  /** Last second (Unix) in which it may be carried. */
  deadline: number;
}

/** See `IEscrow.OperatorGrant`. */
export interface OperatorGrant {
  owner: Address;
  operator: Address;
  token: Address;
  cap: bigint;
  /** Last second (Unix) of the allowance. */
  expiry: number;
  nonce: number;
  deadline: number;
}

export interface RaiseEpoch {
  owner: Address;
  token: Address;
  /** The current one, which this ends. */
  epoch: number;
  deadline: number;
}

/** What a key signs to serve an owner, for ever. */
export interface Session {
  owner: Address;
  key: Address;
  token: Address;
  deadline: number;
}

export function withdrawalTypedData(domain: EscrowDomain, withdrawal: Withdrawal) {
  return {
    domain: escrowDomain(domain),
    types: { Withdrawal: withdrawalFields },
    primaryType: "Withdrawal",
    message: { ...withdrawal },
  } as const;
}

export function operatorGrantTypedData(domain: EscrowDomain, grant: OperatorGrant) {
  return {
    domain: escrowDomain(domain),
    types: { OperatorGrant: operatorGrantFields },
    primaryType: "OperatorGrant",
    message: { ...grant },
  } as const;
}

export function raiseEpochTypedData(domain: EscrowDomain, raise: RaiseEpoch) {
  return {
    domain: escrowDomain(domain),
    types: { RaiseEpoch: raiseEpochFields },
    primaryType: "RaiseEpoch",
    message: { ...raise },
  } as const;
}

export function sessionTypedData(domain: EscrowDomain, session: Session) {
  return {
    domain: escrowDomain(domain),
    types: { Session: sessionFields },
    primaryType: "Session",
    message: { ...session },
  } as const;
}
