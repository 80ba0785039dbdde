/** What a deployment fixes for ever. Times in seconds. */
export interface DeploymentParameters {
  /** The node may give a job back for so long after its claim. */
  readonly declineTime: number;
  /** Shortest dispute window that an order may name. */
  readonly minimumWindow: number;
  /** Basis points of the exposure that an execution's expiry burns. */
  readonly livenessPenalty: number;
  /** From the start of a thaw to the withdrawal of stake. */
  readonly thawTime: number;
  /** What a verdict costs the loser, in the token's smallest unit. */
  readonly arbiterFee: bigint;
}

/** What a jury fixes for ever. Times in seconds, amounts in the token's smallest unit, penalties in basis points of a seat's price. */
export interface JuryParameters {
  readonly seatPrice: bigint;
  /** What a verdict costs the loser. */
  readonly fee: bigint;
  /** For not revealing. */
  readonly absencePenalty: number;
  /** For contradicting the verdict. */
  readonly dissentPenalty: number;
  /** A seat serves in cases opened so long after it was bought. */
  readonly seasonTime: number;
  /** A round's four steps, one after the other. Three rounds fit into the clients' default verdict time. */
  readonly drawTime: number;
  readonly commitTime: number;
  readonly revealTime: number;
  readonly appealTime: number;
  /** From giving up a seat to its withdrawal: at least seasonTime and three rounds. */
  readonly thawTime: number;
  readonly randomness: RandomnessParameters;
}

/** Both forms of randomness; what each is for stands in its interface. */
export type RandomnessParameters =
  | { readonly form: "header" /** Blocks between request and seed. */; readonly delay: number }
  | {
      readonly form: "commit-reveal";
      readonly deposit: bigint;
      readonly commitTime: number;
      readonly revealTime: number;
    };

/** What clients write into an order where its author says nothing. Times in seconds. */
export interface OrderDefaults {
  /** From posting to the last second for a claim. */
  readonly validity: number;
  readonly window: number;
  readonly verdictTime: number;
  /** Basis points of the amount that the provider gets where the resolver stays silent. */
  readonly timeoutSplit: number;
  /** Added to the manifest's wall time for fetching, uploading and submitting. */
  readonly handlingTime: number;
}

export const DEFAULT_PARAMETERS: DeploymentParameters = {
  declineTime: 60,
  minimumWindow: 3_600,
  livenessPenalty: 100,
  thawTime: 7 * 86_400,
  arbiterFee: 5_000_000n,
};

/** For a local chain: short enough to watch. */
export const LOCAL_PARAMETERS: DeploymentParameters = {
  declineTime: 10,
  minimumWindow: 5,
  livenessPenalty: 100,
  thawTime: 60,
  arbiterFee: 500_000n,
};

const JURY_PARAMETERS: JuryParameters = {
  seatPrice: 100_000_000n,
  fee: 5_000_000n,
  absencePenalty: 2_000,
  dissentPenalty: 1_000,
  seasonTime: 7 * 86_400,
  drawTime: 2 * 3_600,
  commitTime: 8 * 3_600,
  revealTime: 3 * 3_600,
  appealTime: 2 * 3_600,
  thawTime: 14 * 86_400,
  randomness: { form: "header", delay: 128 },
};

/** Fits thrice into the two minutes of a local chain's verdict time. */
export const LOCAL_JURY_PARAMETERS: JuryParameters = {
  seatPrice: 10_000_000n,
  fee: 500_000n,
  absencePenalty: 2_000,
  dissentPenalty: 1_000,
  seasonTime: 5,
  drawTime: 9,
  commitTime: 10,
  revealTime: 10,
  appealTime: 6,
  thawTime: 120,
  randomness: { form: "header", delay: 2 },
};

/** Instead of the headers where those are constant. The two times fit into the draw time. */
const COMMIT_REVEAL_RANDOMNESS: RandomnessParameters = {
  form: "commit-reveal",
  deposit: 20_000_000n,
  commitTime: 3_600,
  revealTime: 2_400,
};

const LOCAL_COMMIT_REVEAL_RANDOMNESS: RandomnessParameters = {
  form: "commit-reveal",
  deposit: 2_000_000n,
  commitTime: 4,
  revealTime: 3,
};

export const ORDER_DEFAULTS: OrderDefaults = {
  validity: 3_600,
  window: 3_600,
  verdictTime: 48 * 3_600,
  timeoutSplit: 5_000,
  handlingTime: 600,
};

export const LOCAL_ORDER_DEFAULTS: OrderDefaults = {
  validity: 3_600,
  window: 60,
  verdictTime: 120,
  timeoutSplit: 5_000,
  handlingTime: 120,
};

/** Chain ids that development chains use. */
const LOCAL_CHAIN_IDS: readonly number[] = [31_337, 1_337];

export function isLocalChainId(chainId: number): boolean {
  return LOCAL_CHAIN_IDS.includes(chainId);
}

export function juryParametersFor(chainId: number, form: RandomnessParameters["form"] = "header"): JuryParameters {
  const isLocal = isLocalChainId(chainId);
  const jury = isLocal ? LOCAL_JURY_PARAMETERS : JURY_PARAMETERS;
  if (form === "header") return jury;
  return { ...jury, randomness: isLocal ? LOCAL_COMMIT_REVEAL_RANDOMNESS : COMMIT_REVEAL_RANDOMNESS };
}

export function orderDefaultsFor(chainId: number): OrderDefaults {
  return isLocalChainId(chainId) ? LOCAL_ORDER_DEFAULTS : ORDER_DEFAULTS;
}
