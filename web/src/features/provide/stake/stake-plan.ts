/** What has to be confirmed in the wallet, one prompt each. */
export type StakeStep = "permit" | "approve" | "deposit" | "allow" | "stake";

/** Amounts in the token's smallest unit, times in Unix seconds. */
export interface StakeSurroundings {
  /** Free money of the account in the escrow. */
  readonly free: bigint;
  readonly wallet: bigint;
  /** What the escrow may pull from the wallet already. */
  readonly approved: bigint;
  /** Whether the token takes a signature in place of an approval. */
  readonly hasPermit: boolean;
  /** What staking may draw from the account. */
  readonly allowance: { readonly cap: bigint; readonly expiry: number };
  /** The chain's time. */
  readonly now: number;
}

export type StakePlan =
  /** Wallet and account together hold too little. */
  | { readonly kind: "short"; readonly missing: bigint }
  | { readonly kind: "steps"; readonly steps: readonly StakeStep[]; readonly deposit: bigint };

/** A transaction may wait before it is mined; an allowance that ends sooner is renewed first. Seconds. */
export const ALLOWANCE_MARGIN = 300;
/** How long staking may draw what one stake allows. */
export const ALLOWANCE_SECONDS = 3_600;

/**
 * The fewest steps that make `amount` stake: free money first, and only what is missing comes out of the wallet. What is
 * allowed already is not asked for again.
 */
export function planStake(
  amount: bigint,
  { free, wallet, approved, hasPermit, allowance, now }: StakeSurroundings,
): StakePlan {
  const deposit = amount > free ? amount - free : 0n;
  if (deposit > wallet) return { kind: "short", missing: deposit - wallet };
  const steps: StakeStep[] = [];
  if (deposit > 0n) {
    if (approved < deposit) steps.push(hasPermit ? "permit" : "approve");
    steps.push("deposit");
  }
  if (allowance.cap < amount || allowance.expiry < now + ALLOWANCE_MARGIN) steps.push("allow");
  steps.push("stake");
  return { kind: "steps", steps, deposit };
}
