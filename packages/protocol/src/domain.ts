import { type Address, type Hex, hashStruct, type TypedDataDomain } from "viem";

/** Where a signature counts: one contract on one chain. */
export interface ContractDomain {
  readonly chainId: number;
  readonly address: Address;
}

export type MarketDomain = ContractDomain;
export type OffersDomain = ContractDomain;
export type ReplicaDomain = ContractDomain;
export type StakingDomain = ContractDomain;
export type EscrowDomain = ContractDomain;
export type ReceiptTokenDomain = ContractDomain;
export type AttestationsDomain = ContractDomain;

export function marketDomain({ chainId, address }: MarketDomain) {
  return {
    name: "ComputeHive Market",
    version: "1",
    chainId,
    verifyingContract: address,
  } as const satisfies TypedDataDomain;
}

export function offersDomain({ chainId, address }: OffersDomain) {
  return {
    name: "ComputeHive Offers",
    version: "1",
    chainId,
    verifyingContract: address,
  } as const satisfies TypedDataDomain;
}

export function replicaDomain({ chainId, address }: ReplicaDomain) {
  return {
    name: "ComputeHive Replicas",
    version: "1",
    chainId,
    verifyingContract: address,
  } as const satisfies TypedDataDomain;
}

export function stakingDomain({ chainId, address }: StakingDomain) {
  return {
    name: "ComputeHive Staking",
    version: "1",
    chainId,
    verifyingContract: address,
  } as const satisfies TypedDataDomain;
}

export function escrowDomain({ chainId, address }: EscrowDomain) {
  return {
    name: "ComputeHive Escrow",
    version: "1",
    chainId,
    verifyingContract: address,
  } as const satisfies TypedDataDomain;
}

export function receiptTokenDomain({ chainId, address }: ReceiptTokenDomain) {
  return {
    name: "ComputeHive Receipts",
    version: "1",
    chainId,
    verifyingContract: address,
  } as const satisfies TypedDataDomain;
}

export function attestationsDomain({ chainId, address }: AttestationsDomain) {
  return {
    name: "ComputeHive Attestations",
    version: "1",
    chainId,
    verifyingContract: address,
  } as const satisfies TypedDataDomain;
}

/** Statements to a gateway bind the chain and name the audience in the message: a gateway is no contract. */
export function gatewayDomain(chainId: number) {
  return { name: "ComputeHive Gateway", version: "1", chainId } as const satisfies TypedDataDomain;
}

type Fields = readonly { readonly name: string; readonly type: string }[];

/** EIP-712 hash of one struct, without domain. */
export function hashStructOf(parameters: {
  types: Readonly<Record<string, Fields>>;
  primaryType: string;
  message: Record<string, unknown>;
}): Hex {
  return hashStruct({
    data: parameters.message,
    primaryType: parameters.primaryType,
    types: parameters.types as Record<string, { name: string; type: string }[]>,
  });
}
