/** How the sender behaves; all of it is configuration. */
export interface SenderPolicy {
  /** Blocks that count a transaction as final, its own included: 1 is "mined". */
  confirmations: number;
  /** Wei per gas that is never exceeded. */
  maxFeePerGas: bigint;
  /** A transaction that waits longer is replaced by one with a higher fee. */
  replaceAfterMs: number;
  /** Versions of one transaction at most. */
  maxVersions: number;
  /** A transaction that fell out of the chain and cannot be repeated is given up after this time. */
  giveUpAfterMs: number;
}

export const DEFAULT_SENDER_POLICY: SenderPolicy = {
  confirmations: 2,
  maxFeePerGas: 200n * 10n ** 9n,
  replaceAfterMs: 60_000,
  maxVersions: 5,
  giveUpAfterMs: 120_000,
};
