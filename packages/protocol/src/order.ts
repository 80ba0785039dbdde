import { type Address, encodeAbiParameters, type Hex, hashTypedData, keccak256 } from "viem";
import { jobMarketAbi } from "./contracts.ts";
import { hashStructOf, type MarketDomain, marketDomain } from "./domain.ts";
import { jobOrderFields, jobTermsFields } from "./generated/typed-data.ts";

/** The money part of a buyer's order; see `IJobMarket.JobOrder`. Amounts in the token's smallest unit, times in Unix seconds. */
export interface JobOrder {
  buyer: Address;
  token: Address;
  maxPay: bigint;
  bond: bigint;
  fixedPrice: bigint;
  price: bigint;
  /** Index into `UNIT_KINDS`. */
  unitKind: number;
  exposure: bigint;
  claimBefore: number;
  runTime: number;
  window: number;
  /** Index into `ON_SILENCE`. */
  onSilence: number;
  /** Index into `FUNDINGS`. */
  funding: number;
  epoch: number;
  salt: bigint;
}

/** The rest of an order; see `IJobMarket.JobTerms`. After the claim its hash suffices. */
export interface JobTerms {
  manifestHash: Hex;
  resourceClass: Hex;
  resolver: Address;
  verdictTime: number;
  timeoutSplit: number;
  policy: Address;
  /** Only its nodes may claim until `exclusiveUntil`, or zero. */
  provider: Address;
  /** Only it may claim until `exclusiveUntil`, or zero. */
  node: Address;
  /** The offer that the buyer bought from, or zero. */
  offerId: Hex;
  exclusiveUntil: number;
}

/** The record of a node's attempt that callers bring; see `IJobMarket.Execution`. Fields of steps not yet taken are zero. */
export interface Execution {
  node: Address;
  provider: Address;
  payee: Address;
  exposure: bigint;
  claimedAt: number;
  submitBy: number;
  submittedAt: number;
  disputedAt: number;
  complaint: number;
  receiptHash: Hex;
}

const types = { JobOrder: jobOrderFields, JobTerms: jobTermsFields } as const;

/** What identifies and, later, signs an order: EIP-712 with the terms as last member. */
export function jobOrderTypedData(domain: MarketDomain, order: JobOrder, terms: JobTerms) {
  return { domain: marketDomain(domain), types, primaryType: "JobOrder", message: { ...order, terms } } as const;
}

/** The job's id: the EIP-712 digest of its order. */
export function jobIdOf(domain: MarketDomain, order: JobOrder, terms: JobTerms): Hex {
  return hashTypedData(jobOrderTypedData(domain, order, terms));
}

/** keccak256(abi.encode(jobId, attempt)). The first attempt is 0. */
export function executionIdOf(jobId: Hex, attempt: number): Hex {
  return keccak256(encodeAbiParameters([{ type: "bytes32" }, { type: "uint16" }], [jobId, attempt]));
}

/** EIP-712 hash of the terms, without domain: what calls after the claim bring in place of the terms. */
export function termsHashOf(terms: JobTerms): Hex {
  return hashStructOf({ types, primaryType: "JobTerms", message: { ...terms } });
}

/** keccak256(abi.encode(execution)); the job's slot holds its first 29 bytes. */
export function executionHashOf(execution: Execution): Hex {
  const { inputs } = declineFunction;
  return keccak256(encodeAbiParameters([inputs[1]], [execution]));
}

const declineFunction = jobMarketAbi.find((item) => item.type === "function" && item.name === "decline") as Extract<
  (typeof jobMarketAbi)[number],
  { name: "decline" }
>;
