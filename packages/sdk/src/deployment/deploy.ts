import type { Deployment } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { type DeploymentParameters, type JuryParameters, juryParametersFor } from "@computehive/protocol/parameters";
import type { Address, PublicClient, WalletClient } from "viem";
import { waitForReceipt } from "../write.ts";
import { type Artifacts, type ContractName, isCodeOf } from "./artifacts.ts";
import { assertLocalChain } from "./local-chain.ts";
import { type Plan, planDeployment, RANDOMNESS_CONTRACTS, type Step } from "./plan.ts";
import { verifyDeployment } from "./verify-deployment.ts";

export interface DeployOptions {
  readonly walletClient: WalletClient;
  readonly publicClient: PublicClient;
  readonly artifacts: Artifacts;
  readonly parameters: DeploymentParameters;
  /** The account that decides disputes. */
  readonly arbiter: Address;
  /** Without it, the local or the default ones by the chain's id. */
  readonly jury?: JuryParameters | undefined;
  /** The token of market and staking; none on a local chain, which gets a test dollar. */
  readonly token?: Address | undefined;
  /** What an earlier call returned. Where the chain still holds it, nothing is deployed. */
  readonly known?: Deployment | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((step: { name: ContractName; address: Address; isNew: boolean }) => void) | undefined;
}

/**
 * Deploys all contracts, or finds what was deployed before; a deployment that was cut off goes on where it stopped. The same
 * deployer gets the same addresses on every fresh chain.
 *
 * @throws ChainNotLocalError without a token on a chain that is not local.
 * @throws DeploymentMismatchError where the result is not what it should be.
 */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  const { publicClient, artifacts, known } = options;
  if (!options.token) await assertLocalChain(publicClient);
  const genesisHash = (await publicClient.getBlock({ blockNumber: 0n })).hash;
  if (known && known.genesisHash === genesisHash && (await isAlive(publicClient, known))) {
    await verifyDeployment(publicClient, known, artifacts);
    return known;
  }
  const jury = options.jury ?? juryParametersFor(await publicClient.getChainId());
  const plan = await choosePlan(options, jury);
  for (const step of plan.steps) await perform(step, options);
  const deployment = await describe(plan, genesisHash, { ...options, jury });
  await verifyDeployment(publicClient, deployment, artifacts);
  return deployment;
}

/** A chain that went back, or began anew with the same first block, has forgotten the contracts. */
async function isAlive(publicClient: PublicClient, { contracts }: Deployment): Promise<boolean> {
  return (await publicClient.getCode({ address: contracts.market })) !== undefined;
}

/** From the deployer's first nonce where that is its history, else from its next one. */
async function choosePlan(options: DeployOptions, jury: JuryParameters): Promise<Plan> {
  const { artifacts, parameters, arbiter, token, publicClient } = options;
  const deployer = deployerOf(options).address;
  const planFrom = (baseNonce: number) =>
    planDeployment({ artifacts, deployer, baseNonce, parameters, arbiter, jury, token });
  const nonce = await publicClient.getTransactionCount({ address: deployer, blockTag: "pending" });
  const fromStart = planFrom(0);
  const done = fromStart.steps.filter((step) => step.nonce < nonce);
  const matches = await Promise.all(
    done.map(async ({ name, address }) => isCodeOf(await publicClient.getCode({ address }), artifacts[name])),
  );
  return matches.every(Boolean) ? fromStart : planFrom(nonce);
}

async function perform(step: Step, options: DeployOptions): Promise<void> {
  const { publicClient, walletClient, signal, onStep } = options;
  signal?.throwIfAborted();
  const isNew = (await publicClient.getCode({ address: step.address })) === undefined;
  if (isNew) {
    const account = deployerOf(options);
    const hash = await walletClient.sendTransaction({ account, chain: null, data: step.data, nonce: step.nonce });
    const receipt = await waitForReceipt(publicClient, hash, { signal });
    if (receipt.status === "reverted") throw new DeploymentFailedError({ name: step.name, hash });
  }
  onStep?.({ name: step.name, address: step.address, isNew });
}

async function describe(
  { addresses, token }: Plan,
  genesisHash: Deployment["genesisHash"],
  options: DeployOptions & { readonly jury: JuryParameters },
): Promise<Deployment> {
  const { publicClient, parameters, jury } = options;
  const { declineTime, minimumWindow, livenessPenalty, thawTime, arbiterFee } = parameters;
  return {
    chainId: await publicClient.getChainId(),
    genesisHash,
    blockNumber: Number(await firstBlockOf(publicClient, addresses.Escrow)),
    contracts: {
      escrow: addresses.Escrow,
      staking: addresses.Staking,
      market: addresses.JobMarket,
      offers: addresses.OfferBook,
      receipts: addresses.Receipts,
      receiptToken: addresses.ReceiptToken,
      attestations: addresses.Attestations,
      attesterPolicies: addresses.AttesterPolicies,
      arbiter: addresses.Arbiter,
      replicaMarket: addresses.ReplicaMarket,
      replicaArbiter: addresses.ReplicaArbiter,
      jury: addresses.Jury,
      randomness: addresses[RANDOMNESS_CONTRACTS[jury.randomness.form]],
      nodeIdentities: addresses.NodeIdentities,
      nodeReputation: addresses.NodeReputation,
      agenticCommerce: addresses.AgenticCommerce,
      batchSettlement: addresses.BatchSettlement,
      token,
      ...(!options.token && { testDollar: token }),
    },
    parameters: {
      declineTime,
      minimumWindow,
      livenessPenalty,
      thawTime,
      arbiter: options.arbiter,
      arbiterFee: arbiterFee.toString(),
      jury: describeJury(jury),
    },
  };
}

function describeJury({ seatPrice, fee, randomness, ...times }: JuryParameters): Deployment["parameters"]["jury"] & {} {
  return {
    ...times,
    seatPrice: seatPrice.toString(),
    fee: fee.toString(),
    randomness: randomness.form === "header" ? randomness : { ...randomness, deposit: randomness.deposit.toString() },
  };
}

/** The block that made `address`; the chain's first one where the endpoint does not answer about old blocks. */
async function firstBlockOf(publicClient: PublicClient, address: Address): Promise<bigint> {
  let low = 0n;
  let high = await publicClient.getBlockNumber();
  try {
    while (low < high) {
      const middle = (low + high) / 2n;
      if ((await publicClient.getCode({ address, blockNumber: middle })) === undefined) low = middle + 1n;
      else high = middle;
    }
    return low;
  } catch {
    return 0n;
  }
}

function deployerOf({ walletClient }: DeployOptions) {
  if (!walletClient.account) throw new TypeError("The wallet client needs an account.");
  return walletClient.account;
}

export class DeploymentFailedError extends ComputeHiveError {
  override readonly name = "DeploymentFailedError";
  constructor({ name, hash }: { name: string; hash: string }) {
    super(`The deployment of ${name} failed.`, { metaMessages: [`Transaction: ${hash}`] });
  }
}
