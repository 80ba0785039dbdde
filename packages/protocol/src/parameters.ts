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

export function orderDefaultsFor(chainId: number): OrderDefaults {
  return isLocalChainId(chainId) ? LOCAL_ORDER_DEFAULTS : ORDER_DEFAULTS;
}
