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
import type { DeploymentParameters, JuryParameters } from "@computehive/protocol/parameters";
import { type Address, encodeDeployData, type Hex } from "viem";
import type { Artifacts, ContractName } from "./artifacts.ts";

/** What the contracts of a deployment are told for ever. */
export interface CreationInput {
  readonly artifacts: Artifacts;
  readonly parameters: DeploymentParameters;
  readonly arbiter: Address;
  readonly jury: JuryParameters;
  /** Both forms of randomness have the address of the one that is deployed; the token stands for the test dollar. */
  readonly addresses: Readonly<Record<ContractName, Address>>;
}

/** Every contract's creation code with its arguments behind it. */
export function creationCodes(input: CreationInput): Readonly<Record<ContractName, Hex>> {
  const { artifacts, addresses, parameters, arbiter, jury } = input;
  const { declineTime, minimumWindow, livenessPenalty, thawTime, arbiterFee } = parameters;
  const { TestDollar: token, Escrow, Staking, JobMarket, ReplicaMarket, Receipts, Attestations } = addresses;
  return {
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
    ...randomnessCodes(input),
    Jury: encodeDeployData({
      abi: juryAbi,
      bytecode: artifacts.Jury.bytecode,
      args: [JobMarket, addresses.HeaderRandomness, jury],
    }),
    ...adapterCodes(input),
  };
}

/** The faces to neighbouring standards. */
function adapterCodes({ artifacts, addresses }: CreationInput) {
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

/** The other form than the chosen one is left without arguments: it is never deployed. */
function randomnessCodes({ artifacts, addresses, jury: { randomness } }: CreationInput) {
  const { HeaderRandomness, CommitRevealRandomness } = artifacts;
  const data = { HeaderRandomness: HeaderRandomness.bytecode, CommitRevealRandomness: CommitRevealRandomness.bytecode };
  if (randomness.form === "header") {
    const args = [BigInt(randomness.delay)] as const;
    const code = encodeDeployData({ abi: headerRandomnessAbi, bytecode: HeaderRandomness.bytecode, args });
    return { ...data, HeaderRandomness: code };
  }
  const { deposit, commitTime, revealTime } = randomness;
  const args = [addresses.Escrow, addresses.TestDollar, deposit, commitTime, revealTime] as const;
  const code = encodeDeployData({ abi: commitRevealRandomnessAbi, bytecode: CommitRevealRandomness.bytecode, args });
  return { ...data, CommitRevealRandomness: code };
}
