import {
  arbiterAbi,
  attesterPoliciesAbi,
  type Deployment,
  jobMarketAbi,
  offerBookAbi,
  receiptsAbi,
  receiptTokenAbi,
  replicaArbiterAbi,
  replicaMarketAbi,
  stakingAbi,
} from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { type Address, isAddressEqual, type PublicClient } from "viem";
import { type Artifacts, type ContractName, isCodeOf } from "./artifacts.ts";

/**
 * Asks the chain whether a deployment is what it says: the code at every address, who names whom, and the parameters.
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
  if (differences.length === 0) differences.push(...(await factDifferences(publicClient, deployment)));
  if (differences.length > 0) throw new DeploymentMismatchError({ differences });
}

/** What is asked, what is expected, what is found. */
type Fact = [name: string, expected: unknown, given: unknown];

async function codeDifferences(
  publicClient: PublicClient,
  { contracts }: Deployment,
  artifacts: Artifacts,
): Promise<string[]> {
  const expected: [ContractName, Address | undefined][] = [
    ["Escrow", contracts.escrow],
    ["Staking", contracts.staking],
    ["JobMarket", contracts.market],
    ["OfferBook", contracts.offers],
    ["Receipts", contracts.receipts],
    ["ReceiptToken", contracts.receiptToken],
    ["Attestations", contracts.attestations],
    ["AttesterPolicies", contracts.attesterPolicies],
    ["Arbiter", contracts.arbiter],
    ["ReplicaMarket", contracts.replicaMarket],
    ["ReplicaArbiter", contracts.replicaArbiter],
    ["TestDollar", contracts.testDollar],
  ];
  const checks = expected.map(async ([name, address]) => {
    if (!address) return [];
    const code = await publicClient.getCode({ address });
    return isCodeOf(code, artifacts[name]) ? [] : [`${name} at ${address}: ${code ? "other code" : "no code"}`];
  });
  return (await Promise.all(checks)).flat();
}

async function factDifferences(publicClient: PublicClient, { contracts, parameters }: Deployment): Promise<string[]> {
  const { escrow, staking, market, offers, receipts, receiptToken, attestations, attesterPolicies, arbiter, token } =
    contracts;
  const inStaking = { address: staking, abi: stakingAbi } as const;
  const inMarket = { address: market, abi: jobMarketAbi } as const;
  const inArbiter = { address: arbiter, abi: arbiterAbi } as const;
  const read = publicClient.readContract;
  const facts: Fact[] = [
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
  facts.push(...(await replicaFacts(publicClient, { contracts, parameters })));
  return facts.flatMap(([name, expected, given]) =>
    isSame(expected, given) ? [] : [`${name}: expected ${expected}, found ${given}`],
  );
}

async function replicaFacts(
  publicClient: PublicClient,
  { contracts, parameters }: Pick<Deployment, "contracts" | "parameters">,
): Promise<Fact[]> {
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
