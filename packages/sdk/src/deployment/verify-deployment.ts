import {
  agenticCommerceAbi,
  arbiterAbi,
  attesterPoliciesAbi,
  batchSettlementAbi,
  commitRevealRandomnessAbi,
  type Deployment,
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
import { ComputeHiveError } from "@computehive/protocol/error";
import { type Address, isAddressEqual, keccak256, type PublicClient } from "viem";
import { type Artifacts, isCodeOf } from "./artifacts.ts";
import { contractsOf, creationCodesOf } from "./deployed-contracts.ts";
import { factoryAddress, initCodeHashOf } from "./factory.ts";
import { addressesOf } from "./plan.ts";

/**
 * Asks the chain whether a deployment is what it says: the code at every address, who names whom, the parameters, and whether the
 * deployer's release made it with these very arguments.
 *
 * @throws DeploymentMismatchError with everything that differs.
 */
export async function verifyDeployment(
  publicClient: PublicClient,
  deployment: Deployment,
  artifacts: Artifacts,
): Promise<void> {
  const differences = await codeDifferences(publicClient, deployment, artifacts);
  // Without the right code the answers mean nothing.
  if (differences.length === 0) differences.push(...differing(await factsOf(publicClient, deployment)));
  if (differences.length === 0) differences.push(...differing(await replicaFactsOf(publicClient, deployment)));
  if (differences.length === 0) differences.push(...differing(await juryFactsOf(publicClient, deployment)));
  if (differences.length === 0) differences.push(...(await originDifferences(publicClient, deployment, artifacts)));
  if (differences.length === 0) differences.push(...differing(await adapterFactsOf(publicClient, deployment)));
  if (differences.length > 0) throw new DeploymentMismatchError({ differences });
}

async function codeDifferences(
  publicClient: PublicClient,
  deployment: Deployment,
  artifacts: Artifacts,
): Promise<string[]> {
  const checks = contractsOf(deployment).map(async ([name, address]) => {
    const code = await publicClient.getCode({ address });
    return isCodeOf(code, artifacts[name]) ? [] : [`${name} at ${address}: ${code ? "other code" : "no code"}`];
  });
  return (await Promise.all(checks)).flat();
}

/** What it is called, what it should be, what the chain says. */
type Fact = [name: string, expected: unknown, given: unknown];

async function factsOf(publicClient: PublicClient, { contracts, parameters }: Deployment): Promise<Fact[]> {
  const { escrow, staking, market, offers, receipts, receiptToken, attestations, attesterPolicies, arbiter, token } =
    contracts;
  const inStaking = { address: staking, abi: stakingAbi } as const;
  const inMarket = { address: market, abi: jobMarketAbi } as const;
  const inArbiter = { address: arbiter, abi: arbiterAbi } as const;
  const read = publicClient.readContract;
  return [
    ["staking.escrow", escrow, await read({ ...inStaking, functionName: "escrow" })],
    ["staking.market", market, await read({ ...inStaking, functionName: "market" })],
    ["staking.token", token, await read({ ...inStaking, functionName: "token" })],
    ["staking.thawTime", parameters.thawTime, await read({ ...inStaking, functionName: "thawTime" })],
    ["market.escrow", escrow, await read({ ...inMarket, functionName: "escrow" })],
    ["market.staking", staking, await read({ ...inMarket, functionName: "staking" })],
    ["market.token", token, await read({ ...inMarket, functionName: "token" })],
    ["market.declineTime", parameters.declineTime, await read({ ...inMarket, functionName: "declineTime" })],
    ["market.minimumWindow", parameters.minimumWindow, await read({ ...inMarket, functionName: "minimumWindow" })],
    [
      "market.livenessPenalty",
      parameters.livenessPenalty,
      await read({ ...inMarket, functionName: "livenessPenalty" }),
    ],
    ["offers.staking", staking, await read({ address: offers, abi: offerBookAbi, functionName: "staking" })],
    ["receipts.market", market, await read({ address: receipts, abi: receiptsAbi, functionName: "market" })],
    ["receipts.escrow", escrow, await read({ address: receipts, abi: receiptsAbi, functionName: "escrow" })],
    [
      "receiptToken.receipts",
      receipts,
      await read({ address: receiptToken, abi: receiptTokenAbi, functionName: "receipts" }),
    ],
    [
      "attesterPolicies.attestations",
      attestations,
      await read({ address: attesterPolicies, abi: attesterPoliciesAbi, functionName: "attestations" }),
    ],
    ["arbiter.market", market, await read({ ...inArbiter, functionName: "market" })],
    ["arbiter.arbiter", parameters.arbiter, await read({ ...inArbiter, functionName: "arbiter" })],
    ["arbiter.fee", BigInt(parameters.arbiterFee), await read({ ...inArbiter, functionName: "fee" })],
  ];
}

async function replicaFactsOf(publicClient: PublicClient, { contracts, parameters }: Deployment): Promise<Fact[]> {
  const { escrow, staking, replicaMarket, replicaArbiter, token } = contracts;
  const inMarket = { address: replicaMarket, abi: replicaMarketAbi } as const;
  const inArbiter = { address: replicaArbiter, abi: replicaArbiterAbi } as const;
  const { readContract: read } = publicClient;
  return [
    [
      "staking.replicaMarket",
      replicaMarket,
      await read({ address: staking, abi: stakingAbi, functionName: "replicaMarket" }),
    ],
    ["replicaMarket.escrow", escrow, await read({ ...inMarket, functionName: "escrow" })],
    ["replicaMarket.staking", staking, await read({ ...inMarket, functionName: "staking" })],
    ["replicaMarket.token", token, await read({ ...inMarket, functionName: "token" })],
    [
      "replicaMarket.minimumWindow",
      parameters.minimumWindow,
      await read({ ...inMarket, functionName: "minimumWindow" }),
    ],
    [
      "replicaMarket.livenessPenalty",
      parameters.livenessPenalty,
      await read({ ...inMarket, functionName: "livenessPenalty" }),
    ],
    ["replicaArbiter.market", replicaMarket, await read({ ...inArbiter, functionName: "market" })],
    ["replicaArbiter.arbiter", parameters.arbiter, await read({ ...inArbiter, functionName: "arbiter" })],
    ["replicaArbiter.fee", BigInt(parameters.arbiterFee), await read({ ...inArbiter, functionName: "fee" })],
  ];
}

/** None where the deployment has no jury. */
async function juryFactsOf(publicClient: PublicClient, { contracts, parameters }: Deployment): Promise<Fact[]> {
  if (!contracts.jury || !parameters.jury) return [];
  const inJury = { address: contracts.jury, abi: juryAbi } as const;
  const read = publicClient.readContract;
  const { randomness, ...expected } = parameters.jury;
  const given = await read({ ...inJury, functionName: "parameters" });
  const facts = Object.entries(expected).map(
    ([name, value]): Fact => [`jury.${name}`, BigInt(value), BigInt(given[name as keyof typeof given])],
  );
  return [
    ["jury.market", contracts.market, await read({ ...inJury, functionName: "market" })],
    ["jury.randomness", contracts.randomness, await read({ ...inJury, functionName: "randomness" })],
    ...facts,
    ...(await randomnessFactsOf(publicClient, contracts, randomness)),
  ];
}

async function randomnessFactsOf(
  publicClient: PublicClient,
  contracts: Deployment["contracts"],
  expected: NonNullable<Deployment["parameters"]["jury"]>["randomness"],
): Promise<Fact[]> {
  const address = contracts.randomness!;
  const read = publicClient.readContract;
  if (expected.form === "header") {
    const delay = await read({ address, abi: headerRandomnessAbi, functionName: "delay" });
    return [["randomness.delay", BigInt(expected.delay), delay]];
  }
  const inRandomness = { address, abi: commitRevealRandomnessAbi } as const;
  return [
    ["randomness.escrow", contracts.escrow, await read({ ...inRandomness, functionName: "escrow" })],
    ["randomness.token", contracts.token, await read({ ...inRandomness, functionName: "token" })],
    ["randomness.deposit", BigInt(expected.deposit), await read({ ...inRandomness, functionName: "deposit" })],
    ["randomness.commitTime", expected.commitTime, await read({ ...inRandomness, functionName: "commitTime" })],
    ["randomness.revealTime", expected.revealTime, await read({ ...inRandomness, functionName: "revealTime" })],
  ];
}

/** The addresses follow from the origin, and the factory remembers what it ran. None where a deployment has no origin. */
async function originDifferences(
  publicClient: PublicClient,
  deployment: Deployment,
  artifacts: Artifacts,
): Promise<string[]> {
  const { origin } = deployment;
  if (!origin) return [];
  const factory = factoryAddress(artifacts);
  if (!isAddressEqual(origin.factory, factory)) return [`origin.factory: expected ${origin.factory}, found ${factory}`];
  const predicted = addressesOf({ artifacts, ...origin });
  const codes = creationCodesOf(deployment, artifacts);
  const checks = contractsOf(deployment).map(async ([name, address]) => {
    if (!isAddressEqual(address, predicted[name])) return [`${name}: expected at ${predicted[name]}, found ${address}`];
    const hash = await initCodeHashOf(publicClient, factory, address);
    return hash === keccak256(codes[name]) ? [] : [`${name} at ${address}: made with other code or arguments`];
  });
  return (await Promise.all(checks)).flat();
}

/** Of the faces that the deployment has. */
async function adapterFactsOf(publicClient: PublicClient, { contracts }: Deployment): Promise<Fact[]> {
  const { escrow, staking, receipts, nodeIdentities, nodeReputation, agenticCommerce, batchSettlement } = contracts;
  const read = publicClient.readContract;
  const facts: Fact[] = [];
  if (nodeIdentities) {
    const given = await read({ address: nodeIdentities, abi: nodeIdentitiesAbi, functionName: "staking" });
    facts.push(["nodeIdentities.staking", staking, given]);
  }
  if (nodeReputation) {
    const inReputation = { address: nodeReputation, abi: nodeReputationAbi } as const;
    const identities = await read({ ...inReputation, functionName: "getIdentityRegistry" });
    facts.push(["nodeReputation.receipts", receipts, await read({ ...inReputation, functionName: "receipts" })]);
    facts.push(["nodeReputation.getIdentityRegistry", nodeIdentities, identities]);
  }
  if (agenticCommerce) {
    const given = await read({ address: agenticCommerce, abi: agenticCommerceAbi, functionName: "escrow" });
    facts.push(["agenticCommerce.escrow", escrow, given]);
  }
  if (batchSettlement) {
    const given = await read({ address: batchSettlement, abi: batchSettlementAbi, functionName: "escrow" });
    facts.push(["batchSettlement.escrow", escrow, given]);
  }
  return facts;
}

function differing(facts: readonly Fact[]): string[] {
  return facts.flatMap(([name, expected, given]) =>
    isSame(expected, given) ? [] : [`${name}: expected ${expected}, found ${given}`],
  );
}

function isSame(expected: unknown, given: unknown): boolean {
  const areAddresses = typeof expected === "string" && typeof given === "string";
  return areAddresses ? isAddressEqual(expected as Address, given as Address) : expected === given;
}

export class DeploymentMismatchError extends ComputeHiveError {
  override readonly name = "DeploymentMismatchError";
  constructor({ differences }: { differences: readonly string[] }) {
    super("The contracts on this chain are not the ones that the deployment describes.", {
      metaMessages: [...differences],
    });
  }
}
