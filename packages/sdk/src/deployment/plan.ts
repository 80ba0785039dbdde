import {
  agenticCommerceAbi,
  arbiterAbi,
  attesterPoliciesAbi,
  batchSettlementAbi,
  commitRevealRandomnessAbi,
  headerRandomnessAbi,
  jobMarketAbi,
  juryAbi,
  nodeIdentitiesAbi,
  nodeReputationAbi,
  offerBookAbi,
  receiptsAbi,
  receiptTokenAbi,
  replicaArbiterAbi,
  replicaMarketAbi,
  stakingAbi,
} from "@computehive/protocol/contracts";
import type { DeploymentParameters, JuryParameters, RandomnessParameters } from "@computehive/protocol/parameters";
import { type Address, encodeDeployData, getContractAddress, type Hex } from "viem";
import type { Artifacts, ContractName } from "./artifacts.ts";

export interface PlanInput {
  readonly artifacts: Artifacts;
  readonly deployer: Address;
  /** Nonce of the first step. */
  readonly baseNonce: number;
  readonly parameters: DeploymentParameters;
  readonly arbiter: Address;
  readonly jury: JuryParameters;
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
  /** Both forms of randomness have the address of the one that is deployed. */
  readonly addresses: Readonly<Record<ContractName, Address>>;
}

/** The contract of each form of randomness. */
export const RANDOMNESS_CONTRACTS = {
  header: "HeaderRandomness",
  "commit-reveal": "CommitRevealRandomness",
} as const satisfies Record<RandomnessParameters["form"], ContractName>;

/**
 * All steps with their addresses. Markets and staking name each other for ever, so their addresses must be known before any of them
 * exists; the deployer's nonce decides them.
 */
export function planDeployment(input: PlanInput): Plan {
  const { artifacts, deployer, baseNonce, parameters, arbiter, jury, token: given } = input;
  const randomness = RANDOMNESS_CONTRACTS[jury.randomness.form];
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
    randomness,
    "Jury",
    "NodeIdentities",
    "NodeReputation",
    "AgenticCommerce",
    "BatchSettlement",
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
    HeaderRandomness: addressOf(randomness),
    CommitRevealRandomness: addressOf(randomness),
    Jury: addressOf("Jury"),
    NodeIdentities: addressOf("NodeIdentities"),
    NodeReputation: addressOf("NodeReputation"),
    AgenticCommerce: addressOf("AgenticCommerce"),
    BatchSettlement: addressOf("BatchSettlement"),
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
    ...randomnessData(input, Escrow, token),
    Jury: encodeDeployData({
      abi: juryAbi,
      bytecode: artifacts.Jury.bytecode,
      args: [JobMarket, addresses[randomness], jury],
    }),
    ...adapterData(artifacts, addresses),
  };
  const steps = names.map((name, i) => ({ name, nonce: baseNonce + i, address: addresses[name], data: data[name] }));
  return { steps, token, addresses };
}

/** The creation code of the faces to neighbouring standards. */
function adapterData(
  artifacts: Artifacts,
  addresses: Pick<Plan["addresses"], "Escrow" | "Staking" | "Receipts" | "NodeIdentities">,
) {
  const { NodeIdentities, NodeReputation, AgenticCommerce, BatchSettlement } = artifacts;
  const { Escrow, Staking, Receipts, NodeIdentities: identities } = addresses;
  return {
    NodeIdentities: encodeDeployData({ abi: nodeIdentitiesAbi, bytecode: NodeIdentities.bytecode, args: [Staking] }),
    NodeReputation: encodeDeployData({
      abi: nodeReputationAbi,
      bytecode: NodeReputation.bytecode,
      args: [Receipts, identities],
    }),
    AgenticCommerce: encodeDeployData({ abi: agenticCommerceAbi, bytecode: AgenticCommerce.bytecode, args: [Escrow] }),
    BatchSettlement: encodeDeployData({ abi: batchSettlementAbi, bytecode: BatchSettlement.bytecode, args: [Escrow] }),
  };
}

/** The creation code of the chosen form; the other one is never a step. */
function randomnessData({ artifacts, jury: { randomness } }: PlanInput, escrow: Address, token: Address) {
  const { HeaderRandomness, CommitRevealRandomness } = artifacts;
  const data = { HeaderRandomness: HeaderRandomness.bytecode, CommitRevealRandomness: CommitRevealRandomness.bytecode };
  if (randomness.form === "header") {
    const args = [BigInt(randomness.delay)] as const;
    const code = encodeDeployData({ abi: headerRandomnessAbi, bytecode: HeaderRandomness.bytecode, args });
    return { ...data, HeaderRandomness: code };
  }
  const { deposit, commitTime, revealTime } = randomness;
  const args = [escrow, token, deposit, commitTime, revealTime] as const;
  const code = encodeDeployData({ abi: commitRevealRandomnessAbi, bytecode: CommitRevealRandomness.bytecode, args });
  return { ...data, CommitRevealRandomness: code };
}
