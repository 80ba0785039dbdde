import { cidOf } from "@computehive/protocol/cid";
import type { Deployment } from "@computehive/protocol/contracts";
import { DEFAULT_LIMITS, type Limits } from "@computehive/protocol/fuel";
import { type Manifest, manifestBytes, manifestHash, parseManifest } from "@computehive/protocol/manifest";
import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import { ON_SILENCE } from "@computehive/protocol/order-choices";
import { type OrderDefaults, orderDefaultsFor } from "@computehive/protocol/parameters";
import { comparePaths } from "@computehive/protocol/path";
import { amountOf, UNIT_KINDS, type UnitKind } from "@computehive/protocol/price";
import { shortName } from "@computehive/protocol/short-name";
import { type Address, bytesToBigInt, type Hex, isAddressEqual, zeroAddress, zeroHash } from "viem";
import type { Blobs } from "./execution.ts";

export interface JobInput {
  readonly program: Uint8Array;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Uint8Array | undefined;
  readonly inputs?: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  readonly seed?: Hex | undefined;
  readonly limits?: Partial<Limits>;
  readonly region?: string | undefined;
  readonly title?: string | undefined;
}

export interface BuiltJob {
  readonly manifest: Manifest;
  readonly manifestHash: Hex;
  readonly manifestCid: string;
  /** Program, inputs and manifest by CID: what must be uploaded before posting. */
  readonly blobs: Blobs;
}

/**
 * Makes the manifest of a job and collects what it names.
 *
 * @throws ManifestInvalidError where an argument, path, limit or value breaks a rule, secrets among them.
 */
export function buildJob(input: JobInput): BuiltJob {
  const { program, args = [], env = {}, stdin, inputs = [], seed, region, title } = input;
  const limits = { ...DEFAULT_LIMITS, ...input.limits };
  const sorted = [...inputs].sort((a, b) => comparePaths(a.path, b.path));
  const manifest = parseManifest({
    version: 1,
    runtime: "wasm",
    program: cidOf(program),
    args: [...args],
    env: { ...env },
    inputs: sorted.map(({ path, bytes }) => ({ path, cid: cidOf(bytes), size: bytes.length })),
    limits: { ...limits, fuel: limits.fuel.toString() },
    ...(stdin && { stdin: cidOf(stdin) }),
    ...(seed && { seed }),
    ...(region && { placement: { region } }),
    ...(title && { title }),
  });
  const document = manifestBytes(manifest);
  const all = [program, ...(stdin ? [stdin] : []), ...inputs.map(({ bytes }) => bytes), document];
  return {
    manifest,
    manifestHash: manifestHash(manifest),
    manifestCid: cidOf(document),
    blobs: new Map(all.map((bytes) => [cidOf(bytes), bytes])),
  };
}

export interface OrderInput {
  readonly deployment: Deployment;
  readonly buyer: Address;
  /** The buyer's epoch in the escrow. */
  readonly epoch: number;
  /** The chain's time, Unix seconds. */
  readonly now: number;
  readonly manifest: Manifest;
  readonly resourceClass: string;
  readonly pricing: Pricing;
  /** By default: pay. */
  readonly onSilence?: (typeof ON_SILENCE)[number];
  /** Who decides a dispute; by default the deployment's arbiter. */
  readonly resolver?: Address | undefined;
  /** By default the arbiter's fee, or the jury's where it decides, so that a dispute can be decided. */
  readonly bond?: bigint;
  /** By default what the order pays at most; where the jury decides, at least its fee. */
  readonly exposure?: bigint;
  readonly times?: Partial<OrderDefaults>;
  /** The node that alone may claim for the first `seconds`. */
  readonly exclusive?: { readonly node: Address; readonly seconds: number };
  /** By default random. */
  readonly salt?: bigint;
}

export interface Pricing {
  readonly unitKind: UnitKind;
  /** Due for every submitted outcome. */
  readonly fixedPrice: bigint;
  /** Per unit size. */
  readonly price: bigint;
  /** By default what the manifest's limits come to. */
  readonly maxPay?: bigint;
}

/** The order for a manifest, with the chain's defaults where nothing else is said. */
export function buildOrder(input: OrderInput): { order: JobOrder; terms: JobTerms } {
  const { deployment, buyer, epoch, now, manifest, pricing, exclusive, onSilence = "pay" } = input;
  const times = { ...orderDefaultsFor(deployment.chainId), ...input.times };
  const maxPay = pricing.maxPay ?? maxCost(manifest, pricing);
  const juryFee = juryFeeOf(deployment, input.resolver);
  const order: JobOrder = {
    buyer,
    token: deployment.contracts.token,
    maxPay,
    bond: input.bond ?? (juryFee || BigInt(deployment.parameters.arbiterFee)),
    fixedPrice: pricing.fixedPrice,
    price: pricing.price,
    unitKind: UNIT_KINDS.indexOf(pricing.unitKind),
    exposure: input.exposure ?? largerOf(maxPay, juryFee),
    claimBefore: now + times.validity,
    runTime: manifest.limits.wallSeconds + times.handlingTime,
    window: Math.max(times.window, deployment.parameters.minimumWindow),
    onSilence: ON_SILENCE.indexOf(onSilence),
    funding: 0,
    epoch,
    salt: input.salt ?? randomSalt(),
  };
  const terms: JobTerms = {
    manifestHash: manifestHash(manifest),
    resourceClass: shortName(input.resourceClass),
    resolver: input.resolver ?? deployment.contracts.arbiter,
    verdictTime: times.verdictTime,
    timeoutSplit: times.timeoutSplit,
    policy: zeroAddress,
    provider: zeroAddress,
    node: exclusive?.node ?? zeroAddress,
    offerId: zeroHash,
    exclusiveUntil: exclusive ? now + exclusive.seconds : 0,
  };
  return { order, terms };
}

function largerOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** What a verdict costs where the jury decides, else 0: bond and exposure must cover it, or it opens no case. */
function juryFeeOf({ contracts, parameters }: Deployment, resolver: Address | undefined): bigint {
  const isJury = resolver !== undefined && contracts.jury !== undefined && isAddressEqual(resolver, contracts.jury);
  return isJury ? BigInt(parameters.jury?.fee ?? 0) : 0n;
}

/** What a job costs if it uses everything that its limits allow. */
export function maxCost({ limits }: Manifest, { unitKind, fixedPrice, price }: Omit<Pricing, "maxPay">): bigint {
  return costOf(
    { unitKind, fixedPrice, price },
    unitKind === "seconds" ? BigInt(limits.wallSeconds) : BigInt(limits.fuel),
  );
}

/** What `units` cost, without a limit. */
export function costOf({ unitKind, fixedPrice, price }: Omit<Pricing, "maxPay">, units: bigint): bigint {
  return amountOf({ maxPay: 2n ** 96n - 1n, fixedPrice, price, unitKind: UNIT_KINDS.indexOf(unitKind) }, units);
}

/** What everybody can see once the job is posted, one line each. */
export function publicFacts({ program, args, env, stdin, inputs, title }: Manifest): string[] {
  const variables = Object.keys(env);
  return [
    `the program ${program}`,
    ...(args.length > 0 ? [`the arguments ${JSON.stringify(args)}`] : []),
    ...(variables.length > 0 ? [`the environment: ${variables.join(", ")}, with their values`] : []),
    ...(stdin === undefined ? [] : [`the standard input ${stdin}`]),
    ...inputs.map(({ path, cid }) => `the input ${path}, ${cid}`),
    ...(title === undefined ? [] : [`the title ${JSON.stringify(title)}`]),
    "everything that the program writes, from the gateway that stores it",
    "your address, the price, and the deadlines, on the chain for ever",
  ];
}

function randomSalt(): bigint {
  return bytesToBigInt(crypto.getRandomValues(new Uint8Array(8)));
}
