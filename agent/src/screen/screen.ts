import type { Manifest } from "@computehive/protocol/manifest";
import type { JobOrder, JobTerms } from "@computehive/protocol/order";
import type { Reason } from "@computehive/protocol/phases";
import { amountOf, UNIT_KINDS, unitKindOf } from "@computehive/protocol/price";
import { readShortName } from "@computehive/protocol/short-name";
import { type Address, isAddressEqual, zeroAddress } from "viem";
import { type JuryRules, juryChecks, juryRulesFor } from "./screen-jury.ts";

/** What the owner of the node wants; see the configuration. */
export interface ScreenRules {
  resourceClass: string;
  region: string | undefined;
  token: Address;
  resolvers: readonly Address[];
  policies: readonly Address[];
  refusedBuyers: readonly Address[];
  exposure: bigint;
  /** Least that a dispute without reason costs the buyer; before the jury, its own. */
  minimumBond: bigint;
  windowSeconds: number;
  /** Smallest window that leaves the node time to answer; from the market. */
  minimumWindow: number;
  verdictSeconds: number;
  /** Least time in which the resolver can answer: its silence gives the buyer the bond back. */
  minimumVerdictSeconds: number;
  timeoutSplit: number;
  /** Of orders that name the deployment's jury; nothing where there is none. */
  jury: JuryRules | undefined;
  refundOnSilence: boolean;
  slackSeconds: number;
  minimumProfit: bigint;
  limits: { memoryBytes: number; wallSeconds: number; outputBytes: number; inputBytes: number; fuel: bigint };
}

/** How the node stands at the moment. */
export interface ScreenSituation {
  node: Address;
  provider: Address;
  /** Unix seconds, the later of clock and chain. */
  now: number;
  state: "ready" | "draining" | "paused";
  /** The node may claim: registered, neither paused nor retired. */
  registered: boolean;
  freeSlots: number;
  freeMemoryBytes: number;
  freeDiskBytes: number;
  freeStake: bigint;
  /** Seats that a case opened now could draw. */
  jurySeats: bigint;
  gasMoneyEnough: boolean;
  /** Least that is asked: from the configuration or from posted offers; nothing where neither says. */
  floor: { fixedPrice: bigint; price: bigint } | undefined;
  /** Gas of the whole job, in the token. */
  gasCost: bigint;
}

export interface Candidate {
  order: JobOrder;
  terms: JobTerms;
  /** What is to run, where it could be had and is valid. */
  manifest: { kind: "valid"; manifest: Manifest } | { kind: "invalid" | "unavailable" };
}

/** The only unit that is screened. */
const FUEL = UNIT_KINDS.indexOf("fuel");
const UNLIMITED = 2n ** 256n;
/** More than any machine counts: a program that may take more fuel is stopped by its wall time. */
const FUEL_PER_SECOND = 10n ** 10n;

export type Refusal = { reason: Reason; detail: string };

/** Empty: the node takes the job. Could I, then would I; every rule that speaks against it is named. */
export function screen(candidate: Candidate, rules: ScreenRules, situation: ScreenSituation): Refusal[] {
  return [...screenOrder(candidate, rules, situation), ...screenManifest(candidate, rules, situation)];
}

/** What the order alone says, before anything is fetched for it. */
export function screenOrder(
  offering: Pick<Candidate, "order" | "terms">,
  rules: ScreenRules,
  situation: ScreenSituation,
): Refusal[] {
  return [...couldNot(offering, rules, situation), ...wouldNot(offering, rules, situation)];
}

export type Check = [refused: boolean, reason: Reason, detail: string];

function couldNot(
  { order, terms }: Pick<Candidate, "order" | "terms">,
  rules: ScreenRules,
  situation: ScreenSituation,
): Refusal[] {
  const { now } = situation;
  return refusals([
    [situation.state === "draining", "draining", "the agent finishes what it has"],
    [situation.state === "paused", "paused", "the agent is paused"],
    [!situation.registered, "paused", "the node is not registered, paused or retired"],
    [!situation.gasMoneyEnough, "gas-money-low", "the node key holds too little gas money"],
    [situation.freeSlots < 1, "no-capacity", "all slots are in use"],
    [
      readShortName(terms.resourceClass) !== rules.resourceClass,
      "resource-class-mismatch",
      readShortName(terms.resourceClass),
    ],
    [!isAddressEqual(order.token, rules.token), "token-unknown", order.token],
    [unitKindOf(order.unitKind) !== "fuel", "unprofitable", "this node meters fuel alone"],
    [isReserved(terms, situation), "exclusive-to-another", `for another until ${terms.exclusiveUntil}`],
    [order.claimBefore <= now + 1, "time-too-short", `nobody can claim from ${order.claimBefore} on`],
    [order.exposure > situation.freeStake, "stake-too-low", `free ${situation.freeStake}, needed ${order.exposure}`],
  ]);
}

/** For another node, or for another provider's nodes, or both. */
function isReserved(terms: JobTerms, { node, provider, now }: ScreenSituation): boolean {
  if (now > terms.exclusiveUntil) return false;
  const isFor = (named: Address, own: Address) => isAddressEqual(named, zeroAddress) || isAddressEqual(named, own);
  return !isFor(terms.node, node) || !isFor(terms.provider, provider);
}

/** What the manifest says, or that there is none. */
export function screenManifest(
  { order, manifest }: Pick<Candidate, "order" | "manifest">,
  rules: ScreenRules,
  situation: ScreenSituation,
): Refusal[] {
  if (manifest.kind !== "valid") {
    const reason = manifest.kind === "invalid" ? "manifest-invalid" : "manifest-unavailable";
    return [{ reason, detail: "what is to run is not known" }];
  }
  const { limits, inputs, placement } = manifest.manifest;
  const { floor } = situation;
  const asked = floor && amountOf({ ...floor, unitKind: FUEL, maxPay: UNLIMITED }, mostFuel(limits));
  const inputBytes = inputs.reduce((sum, { size }) => sum + size, 0);
  const disk = inputBytes + limits.outputBytes;
  const wanted = placement?.region;
  return refusals([
    ...limitChecks(manifest.manifest, inputBytes, rules),
    [
      limits.memoryBytes > situation.freeMemoryBytes,
      "no-capacity",
      `free memory ${situation.freeMemoryBytes}, needed ${limits.memoryBytes}`,
    ],
    [disk > situation.freeDiskBytes, "out-of-disk", `free ${situation.freeDiskBytes}, needed ${disk}`],
    [wanted !== undefined && wanted !== rules.region, "region-mismatch", `${wanted}`],
    [
      asked !== undefined && order.maxPay < asked,
      "unprofitable",
      `at most ${order.maxPay} for fuel that comes to ${asked} by what this node asks`,
    ],
    [
      order.runTime < limits.wallSeconds + rules.slackSeconds,
      "time-too-short",
      `${order.runTime} s for a program of up to ${limits.wallSeconds} s and ${rules.slackSeconds} s for the rest`,
    ],
  ]);
}

function mostFuel({ fuel, wallSeconds }: Manifest["limits"]): bigint {
  const inTime = BigInt(wallSeconds) * FUEL_PER_SECOND;
  return BigInt(fuel) < inTime ? BigInt(fuel) : inTime;
}

function limitChecks({ limits }: Manifest, inputBytes: number, rules: ScreenRules): Check[] {
  return [
    [limits.memoryBytes > rules.limits.memoryBytes, "limits-too-high", `memory ${limits.memoryBytes}`],
    [limits.wallSeconds > rules.limits.wallSeconds, "limits-too-high", `wall time ${limits.wallSeconds}`],
    [limits.outputBytes > rules.limits.outputBytes, "limits-too-high", `output ${limits.outputBytes}`],
    [inputBytes > rules.limits.inputBytes, "limits-too-high", `inputs ${inputBytes}`],
    [BigInt(limits.fuel) > rules.limits.fuel, "limits-too-high", `fuel ${limits.fuel}`],
  ];
}

function wouldNot(
  { order, terms }: Pick<Candidate, "order" | "terms">,
  rules: ScreenRules,
  situation: ScreenSituation,
): Refusal[] {
  const { floor, gasCost } = situation;
  const jury = juryRulesFor(rules.jury, terms);
  const { minimumBond, timeoutSplit } = jury ?? rules;
  const has = (list: readonly Address[], address: Address) => list.some((known) => isAddressEqual(known, address));
  // What any outcome pays: no price is paid beyond maxPay, the fixed one neither.
  const fixed = amountOf(order, 0n);
  const profit = fixed - gasCost;
  return refusals([
    [
      has(rules.refusedBuyers, order.buyer),
      "unprofitable",
      `the buyer ${order.buyer} is on the owner's list of refused buyers`,
    ],
    [!has(rules.resolvers, terms.resolver), "resolver-unknown", terms.resolver],
    [!isAddressEqual(terms.policy, zeroAddress) && !has(rules.policies, terms.policy), "policy-unknown", terms.policy],
    [order.exposure > rules.exposure, "exposure-too-high", `at most ${rules.exposure}, asked ${order.exposure}`],
    [order.bond < minimumBond, "bond-too-low", `a bond of ${order.bond}, asked ${minimumBond}`],
    [order.window > rules.windowSeconds, "window-too-long", `${order.window} s`],
    [
      order.window < rules.minimumWindow,
      "time-too-short",
      `the window of ${order.window} s is shorter than the market's least`,
    ],
    [terms.verdictTime > rules.verdictSeconds, "window-too-long", `a verdict may take ${terms.verdictTime} s`],
    [
      terms.verdictTime < rules.minimumVerdictSeconds,
      "no-verdict",
      `a verdict has ${terms.verdictTime} s, asked ${rules.minimumVerdictSeconds}`,
    ],
    [
      terms.timeoutSplit < timeoutSplit,
      "resolver-unknown",
      `a silent resolver leaves ${terms.timeoutSplit} basis points`,
    ],
    ...(jury ? juryChecks({ order, terms }, jury, situation) : []),
    [order.onSilence === 1 && !rules.refundOnSilence, "silence-refunds", "the order refunds on silence"],
    [floor === undefined, "unprofitable", "neither the configuration nor a posted offer says what this node asks"],
    [
      floor !== undefined && fixed < floor.fixedPrice,
      "unprofitable",
      `fixed price ${fixed}, asked ${floor?.fixedPrice}`,
    ],
    [floor !== undefined && order.price < floor.price, "unprofitable", `price ${order.price}, asked ${floor?.price}`],
    [
      gasCost > 0n && profit < rules.minimumProfit,
      "unprofitable",
      `after gas of ${gasCost} the fixed price leaves ${profit}`,
    ],
  ]);
}

function refusals(checks: readonly Check[]): Refusal[] {
  return checks.flatMap(([refused, reason, detail]) => (refused ? [{ reason, detail }] : []));
}
