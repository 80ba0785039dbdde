import { type Address, encodeAbiParameters, type Hex, hashTypedData, keccak256 } from "viem";
import { replicaMarketAbi } from "./contracts.ts";
import { hashStructOf, type ReplicaDomain, replicaDomain } from "./domain.ts";
import { replicaOrderFields, replicaTermsFields } from "./generated/typed-data.ts";
import { type Receipt, receiptTypedData } from "./receipt.ts";

/** A buyer's order for the same work by several providers; see `IReplicaMarket.ReplicaOrder`. Amounts in the token's smallest unit. */
export interface ReplicaOrder {
  buyer: Address;
  token: Address;
  maxPay: bigint;
  bond: bigint;
  fixedPrice: bigint;
  price: bigint;
  exposure: bigint;
  replicas: number;
  quorum: number;
  claimBefore: number;
  runTime: number;
  revealTime: number;
  window: number;
  epoch: number;
  salt: bigint;
}

/** The rest of an order; see `IReplicaMarket.ReplicaTerms`. */
export interface ReplicaTerms {
  manifestHash: Hex;
  resourceClass: Hex;
  resolver: Address;
  verdictTime: number;
  timeoutSplit: number;
  policy: Address;
}

/** What equal work has in common; see `IReplicaMarket.Result`. */
export interface ReplicaResult {
  outputHash: Hex;
  outcome: number;
  exitCode: number;
  units: bigint;
}

const types = { ReplicaOrder: replicaOrderFields, ReplicaTerms: replicaTermsFields } as const;

/** What identifies an order: EIP-712 with the terms as last member. */
export function replicaOrderTypedData(domain: ReplicaDomain, order: ReplicaOrder, terms: ReplicaTerms) {
  return { domain: replicaDomain(domain), types, primaryType: "ReplicaOrder", message: { ...order, terms } } as const;
}

/** The job's id: the EIP-712 digest of its order. */
export function replicaJobIdOf(domain: ReplicaDomain, order: ReplicaOrder, terms: ReplicaTerms): Hex {
  return hashTypedData(replicaOrderTypedData(domain, order, terms));
}

/** EIP-712 hash of the terms, without domain. */
export function replicaTermsHashOf(terms: ReplicaTerms): Hex {
  return hashStructOf({ types, primaryType: "ReplicaTerms", message: { ...terms } });
}

/** keccak256(abi.encode(jobId, provider)): a provider has one replica of a job at most. */
export function replicaExecutionIdOf(jobId: Hex, provider: Address): Hex {
  return keccak256(encodeAbiParameters([{ type: "bytes32" }, { type: "address" }], [jobId, provider]));
}

/** A receipt as this market hashes it: the struct is that of every receipt, the domain its own. */
export function replicaReceiptTypedData(domain: ReplicaDomain, receipt: Receipt) {
  return { ...receiptTypedData(domain, receipt), domain: replicaDomain(domain) } as const;
}

/** What a node commits to before anybody shows a result. The salt hides it: 32 random bytes, kept until the reveal. */
export function commitmentOf(domain: ReplicaDomain, receipt: Receipt, salt: Hex): Hex {
  const receiptHash = hashTypedData(replicaReceiptTypedData(domain, receipt));
  return keccak256(encodeAbiParameters([{ type: "bytes32" }, { type: "bytes32" }], [receiptHash, salt]));
}

/** What is counted: replicas with the same key agree. */
export function resultKeyOf(result: ReplicaResult): Hex {
  const { inputs } = keyFunction;
  return keccak256(encodeAbiParameters([inputs[0]], [result]));
}

const keyFunction = replicaMarketAbi.find((item) => item.type === "function" && item.name === "keyOf") as Extract<
  (typeof replicaMarketAbi)[number],
  { name: "keyOf" }
>;
