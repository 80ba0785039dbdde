import {
  arbiterAbi,
  attesterPoliciesAbi,
  jobMarketAbi,
  offerBookAbi,
  receiptsAbi,
  receiptTokenAbi,
  replicaArbiterAbi,
  replicaMarketAbi,
  stakingAbi,
} from "@computehive/protocol/contracts";
import type { DeploymentParameters } from "@computehive/protocol/parameters";
import { type Address, encodeDeployData, getContractAddress, type Hex } from "viem";
import type { Artifacts, ContractName } from "./artifacts.ts";

export interface PlanInput {
  readonly artifacts: Artifacts;
  readonly deployer: Address;
  /** Nonce of the first step. */
  readonly baseNonce: number;
  readonly parameters: DeploymentParameters;
  readonly arbiter: Address;
  /** The token that exists; without it a test dollar is the first step. */
  readonly token: Address | undefined;
}

export interface Step {
  readonly name: ContractName;
  readonly nonce: number;
  readonly address: Address;
  /** Creation code with its arguments. */
  readonly data: Hex;
}

export interface Plan {
  readonly steps: readonly Step[];
  readonly token: Address;
  readonly addresses: Readonly<Record<ContractName, Address>>;
}

/**
 * All steps with their addresses. Markets and staking name each other for ever, so their addresses must be known before any of them
 * exists; the deployer's nonce decides them.
 */
export function planDeployment({ artifacts, deployer, baseNonce, parameters, arbiter, token: given }: PlanInput): Plan {
  const names: ContractName[] = [
    ...(given ? [] : (["TestDollar"] as const)),
    "Escrow",
    "Staking",
    "JobMarket",
    "OfferBook",
    "Receipts",
    "Arbiter",
    "ReceiptToken",
    "Attestations",
    "AttesterPolicies",
    "ReplicaMarket",
    "ReplicaArbiter",
  ];
  const addressOf = (name: ContractName) =>
    getContractAddress({ from: deployer, nonce: BigInt(baseNonce + names.indexOf(name)) });
  const addresses = {
    TestDollar: given ?? addressOf("TestDollar"),
    Escrow: addressOf("Escrow"),
    Staking: addressOf("Staking"),
    JobMarket: addressOf("JobMarket"),
    OfferBook: addressOf("OfferBook"),
    Receipts: addressOf("Receipts"),
    Arbiter: addressOf("Arbiter"),
    ReceiptToken: addressOf("ReceiptToken"),
    Attestations: addressOf("Attestations"),
    AttesterPolicies: addressOf("AttesterPolicies"),
    ReplicaMarket: addressOf("ReplicaMarket"),
    ReplicaArbiter: addressOf("ReplicaArbiter"),
  };
  const token = addresses.TestDollar;
  const { declineTime, minimumWindow, livenessPenalty, thawTime, arbiterFee } = parameters;
  const { Escrow, Staking, JobMarket, ReplicaMarket, Receipts, Attestations } = addresses;
  const data: Record<ContractName, Hex> = {
    TestDollar: artifacts.TestDollar.bytecode,
    Escrow: artifacts.Escrow.bytecode,
    Staking: encodeDeployData({
      abi: stakingAbi,
      bytecode: artifacts.Staking.bytecode,
      args: [Escrow, JobMarket, ReplicaMarket, token, thawTime],
    }),
    JobMarket: encodeDeployData({
      abi: jobMarketAbi,
      bytecode: artifacts.JobMarket.bytecode,
      args: [Escrow, Staking, token, { declineTime, minimumWindow, livenessPenalty }],
    }),
    OfferBook: encodeDeployData({ abi: offerBookAbi, bytecode: artifacts.OfferBook.bytecode, args: [Staking] }),
    Receipts: encodeDeployData({ abi: receiptsAbi, bytecode: artifacts.Receipts.bytecode, args: [JobMarket] }),
    Arbiter: encodeDeployData({
      abi: arbiterAbi,
      bytecode: artifacts.Arbiter.bytecode,
      args: [JobMarket, arbiter, arbiterFee],
    }),
    ReceiptToken: encodeDeployData({
      abi: receiptTokenAbi,
      bytecode: artifacts.ReceiptToken.bytecode,
      args: [Receipts],
    }),
    Attestations: artifacts.Attestations.bytecode,
    AttesterPolicies: encodeDeployData({
      abi: attesterPoliciesAbi,
      bytecode: artifacts.AttesterPolicies.bytecode,
      args: [Attestations],
    }),
    ReplicaMarket: encodeDeployData({
      abi: replicaMarketAbi,
      bytecode: artifacts.ReplicaMarket.bytecode,
      args: [Escrow, Staking, token, { minimumWindow, livenessPenalty }],
    }),
    ReplicaArbiter: encodeDeployData({
      abi: replicaArbiterAbi,
      bytecode: artifacts.ReplicaArbiter.bytecode,
      args: [ReplicaMarket, arbiter, arbiterFee],
    }),
  };
  const steps = names.map((name, i) => ({ name, nonce: baseNonce + i, address: addresses[name], data: data[name] }));
  return { steps, token, addresses };
}
