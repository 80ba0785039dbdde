import type { DeploymentParameters, JuryParameters, RandomnessParameters } from "@computehive/protocol/parameters";
import type { Address, Hex } from "viem";
import type { Artifacts, ContractName } from "./artifacts.ts";
import { creationCodes } from "./creation-code.ts";
import { addressFromFactory, saltOf } from "./factory.ts";

/** Who deploys a second time on a chain names it otherwise. */
export const FIRST_RELEASE = "1";

export interface PlanInput {
  readonly artifacts: Artifacts;
  readonly deployer: Address;
  readonly release: string;
  readonly parameters: DeploymentParameters;
  readonly arbiter: Address;
  readonly jury: JuryParameters;
  /** The token that exists; without it a test dollar is the first step. */
  readonly token: Address | undefined;
}

export interface Step {
  readonly name: ContractName;
  readonly salt: Hex;
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

/** What the salts call the contracts. The address of randomness does not tell its form: that differs from chain to chain. */
const PLACES = {
  TestDollar: "TestDollar",
  Escrow: "Escrow",
  Staking: "Staking",
  JobMarket: "JobMarket",
  OfferBook: "OfferBook",
  Receipts: "Receipts",
  Arbiter: "Arbiter",
  ReceiptToken: "ReceiptToken",
  Attestations: "Attestations",
  AttesterPolicies: "AttesterPolicies",
  ReplicaMarket: "ReplicaMarket",
  ReplicaArbiter: "ReplicaArbiter",
  HeaderRandomness: "Randomness",
  CommitRevealRandomness: "Randomness",
  Jury: "Jury",
  NodeIdentities: "NodeIdentities",
  NodeReputation: "NodeReputation",
  AgenticCommerce: "AgenticCommerce",
  BatchSettlement: "BatchSettlement",
} as const satisfies Record<ContractName, string>;

/** All steps, in the order in which the constructors find what they ask. Markets and staking name each other for ever. */
export function planDeployment(input: PlanInput): Plan {
  const { jury, token: given, release } = input;
  const places = addressesOf(input);
  const addresses = { ...places, TestDollar: given ?? places.TestDollar };
  const codes = creationCodes({ ...input, addresses });
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
    RANDOMNESS_CONTRACTS[jury.randomness.form],
    "Jury",
    "NodeIdentities",
    "NodeReputation",
    "AgenticCommerce",
    "BatchSettlement",
  ];
  const steps = names.map((name) => ({
    name,
    salt: saltOf(release, PLACES[name]),
    address: addresses[name],
    data: codes[name],
  }));
  return { steps, token: addresses.TestDollar, addresses };
}

/** Where the contracts of this deployer's release are or will be, on every chain. */
export function addressesOf({
  artifacts,
  deployer,
  release,
}: Pick<PlanInput, "artifacts" | "deployer" | "release">): Record<ContractName, Address> {
  const entries = Object.entries(PLACES).map(([name, place]) => [
    name,
    addressFromFactory({ artifacts, deployer, salt: saltOf(release, place) }),
  ]);
  return Object.fromEntries(entries) as Record<ContractName, Address>;
}
