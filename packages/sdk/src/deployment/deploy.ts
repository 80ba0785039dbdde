import { explainContractError } from "@computehive/protocol/contract-errors";
import { create3FactoryAbi, type Deployment } from "@computehive/protocol/contracts";
import { ComputeHiveError } from "@computehive/protocol/error";
import { type DeploymentParameters, type JuryParameters, juryParametersFor } from "@computehive/protocol/parameters";
import { type Address, encodeFunctionData, keccak256, type PublicClient, type WalletClient, zeroHash } from "viem";
import type { Artifacts, ContractName } from "./artifacts.ts";
import { ensureFactory, factoryAddress, hasFactory, initCodeHashOf } from "./factory.ts";
import { assertLocalChain } from "./local-chain.ts";
import { FIRST_RELEASE, type Plan, planDeployment, RANDOMNESS_CONTRACTS, type Step } from "./plan.ts";
import { accountOf, createSender, type Send } from "./sender.ts";
import { verifyDeployment } from "./verify-deployment.ts";

export interface DeployStep {
  readonly name: ContractName | "Create3Factory";
  readonly address: Address;
  readonly isNew: boolean;
}

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
  /** Together with the deployer it decides the addresses; another one gives others. The first, if nothing is said. */
  readonly release?: string | undefined;
  /** What an earlier call returned. Where the chain still holds it, and no other release is named, nothing is deployed. */
  readonly known?: Deployment | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Looks at the chain before something is deployed on it, also where a known deployment is gone from it; a throw ends it. */
  readonly beforeDeploying?: (() => Promise<void>) | undefined;
  readonly onStep?: ((step: DeployStep) => void) | undefined;
}

/**
 * Deploys all contracts, or finds what was deployed before; a deployment that was cut off goes on where it stopped. The same
 * deployer gets the same addresses on every chain, whatever it did before, whatever token and parameters the chain has.
 *
 * @throws ChainNotLocalError without a token on a chain that is not local.
 * @throws Create2ProxyError, FactoryError on a chain that cannot give the same addresses.
 * @throws ReleaseTakenError where this deployer's release was deployed with other code or arguments; nothing is sent then.
 * @throws DeploymentMismatchError where the result is not what it should be.
 */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  const { publicClient, walletClient, artifacts, known, release = FIRST_RELEASE } = options;
  if (!options.token) await assertLocalChain(publicClient);
  const genesisHash = (await publicClient.getBlock({ blockNumber: 0n })).hash;
  const isAsked = options.release === undefined || known?.origin?.release === release;
  if (known && isAsked && known.genesisHash === genesisHash && (await isAlive(publicClient, known))) {
    await verifyDeployment(publicClient, known, artifacts);
    return known;
  }
  await options.beforeDeploying?.();
  const jury = options.jury ?? juryParametersFor(await publicClient.getChainId());
  const deployer = accountOf(walletClient).address;
  const plan = planDeployment({ ...options, deployer, release, jury, token: options.token });
  await perform(plan, release, options);
  const origin = { deployer, release, factory: factoryAddress(artifacts) };
  const deployment = await describe(plan, { genesisHash, origin }, { ...options, jury });
  await verifyDeployment(publicClient, deployment, artifacts);
  return deployment;
}

/** A chain that went back, or began anew with the same first block, has forgotten the contracts. */
async function isAlive(publicClient: PublicClient, { contracts }: Deployment): Promise<boolean> {
  return (await publicClient.getCode({ address: contracts.market })) !== undefined;
}

async function perform({ steps }: Plan, release: string, options: DeployOptions): Promise<void> {
  const { publicClient, artifacts, onStep } = options;
  const send = await createSender(options);
  // Before the factory is paid for, and again by every deployment that goes on.
  const done = (await hasFactory(publicClient, artifacts)) ? await findDone(steps, release, options) : new Set();
  const { isNew } = await ensureFactory(publicClient, artifacts, send);
  onStep?.({ name: "Create3Factory", address: factoryAddress(artifacts), isNew });
  for (const step of steps) {
    const isMissing = !done.has(step.name);
    if (isMissing) await performStep(step, send, options);
    onStep?.({ name: step.name, address: step.address, isNew: isMissing });
  }
}

/** The steps that an earlier call took. @throws ReleaseTakenError where one of them was another. */
async function findDone(
  steps: readonly Step[],
  release: string,
  { publicClient, artifacts }: DeployOptions,
): Promise<ReadonlySet<unknown>> {
  const factory = factoryAddress(artifacts);
  const made = await Promise.all(
    steps.map(async (step) => ({ step, hash: await initCodeHashOf(publicClient, factory, step.address) })),
  );
  const others = made.filter(({ step, hash }) => hash !== zeroHash && hash !== keccak256(step.data));
  if (others.length > 0) throw new ReleaseTakenError({ release, steps: others.map(({ step }) => step) });
  return new Set(made.filter(({ hash }) => hash !== zeroHash).map(({ step }) => step.name));
}

async function performStep({ name, salt, data: initCode }: Step, send: Send, { artifacts }: DeployOptions) {
  const data = encodeFunctionData({ abi: create3FactoryAbi, functionName: "deploy", args: [salt, initCode] });
  try {
    await send({ to: factoryAddress(artifacts), data });
  } catch (cause) {
    throw new DeploymentFailedError({ name, cause });
  }
}

async function describe(
  { addresses, token }: Plan,
  { genesisHash, origin }: Pick<Deployment, "genesisHash" | "origin">,
  options: DeployOptions & { readonly jury: JuryParameters },
): Promise<Deployment> {
  const { publicClient, parameters, jury } = options;
  const { declineTime, minimumWindow, livenessPenalty, thawTime, arbiterFee } = parameters;
  return {
    chainId: await publicClient.getChainId(),
    genesisHash,
    blockNumber: Number(await firstBlockOf(publicClient, addresses.Escrow)),
    ...(origin && { origin }),
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

export class DeploymentFailedError extends ComputeHiveError {
  override readonly name = "DeploymentFailedError";
  constructor({ name, cause }: { name: string; cause: unknown }) {
    super(`The deployment of ${name} failed: look why, and deploy again, which goes on here.`, {
      metaMessages: [explainContractError(cause) ?? String(cause)],
      cause,
    });
  }
}

export class ReleaseTakenError extends ComputeHiveError {
  override readonly name = "ReleaseTakenError";
  constructor({ release, steps }: { release: string; steps: readonly Step[] }) {
    super(
      `The deployer has deployed release ${release} on this chain before, with other code or arguments: go on with those, or name another release.`,
      { metaMessages: steps.map(({ name, address }) => `${name} at ${address}`) },
    );
  }
}
