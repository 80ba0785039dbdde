import type { JobOrder } from "@computehive/protocol/order";
import type { AccountView } from "@computehive/sdk/account/show-account";
import type { Permit2Standing } from "../../../lib/chain/use-wallet-funding.ts";

/** What stands between a reviewed order and the chain, in its order. */
export const POSTING_STEPS = ["approve", "sign-in", "upload", "deposit", "allow", "post", "sign"] as const;
export type PostingStep = (typeof POSTING_STEPS)[number];

/** How an order reaches nodes: by a transaction into the book, or signed only, left at the gateway. */
export type Way = "post" | "sign";

/** How long the market may draw what one posted job needs, seconds. */
export const ALLOWANCE_SECONDS = 3_600;

/** Gas of whole transactions as measured on the contracts, with a fifth on top. */
const GAS = { approve: 57_000n, deposit: 135_000n, allow: 58_000n, post: 100_000n } as const;

export interface Standing {
  readonly account: Pick<AccountView, "free" | "wallet" | "coin" | "operators">;
  /** The gateway keeps everything that nodes will fetch, for this account. */
  readonly isStored: boolean;
  readonly isSignedIn: boolean;
  /** Where one signature pays through Permit2 alone. */
  readonly permit2: Permit2Standing | undefined;
  /** The chain's time, Unix seconds. */
  readonly now: number;
  /** Wei. */
  readonly gasPrice: bigint;
}

export interface PostingPlan {
  /** Each with whether it is still to be done, and whether the wallet will ask. */
  readonly steps: readonly { readonly step: PostingStep; readonly isDone: boolean; readonly prompts: number }[];
  /** What the order locks: most it pays, and the bond. */
  readonly funded: bigint;
  /** What goes from the wallet into the account first. */
  readonly deposit: bigint;
  /** What Permit2 must be approved for first, by a transaction; 0 where it is, or has no part in it. */
  readonly approval: bigint;
  /** What wallet and account together lack; 0 where they suffice. */
  readonly shortToken: bigint;
  /** Coin for all transactions, wei, about. */
  readonly gasCost: bigint;
  readonly shortCoin: bigint;
}

/** What is still to do for `order`, and whether the buyer can. */
export function planPosting(order: Pick<JobOrder, "maxPay" | "bond">, standing: Standing, way: Way): PostingPlan {
  const funded = order.maxPay + order.bond;
  return way === "sign" ? planSigning(funded, standing) : planBooking(funded, standing);
}

/**
 * The wallet pays at the claim, by the one signature; the account has no part in it, and neither has the chain's coin, unless Permit2 must be
 * approved first: for this order and for those that wait.
 */
function planSigning(funded: bigint, { account, permit2, gasPrice, ...standing }: Standing): PostingPlan {
  const needed = funded + (permit2?.promised ?? 0n);
  const approval = permit2 && permit2.approved < needed ? needed : 0n;
  const gasCost = approval > 0n ? GAS.approve * gasPrice : 0n;
  return {
    funded,
    deposit: 0n,
    approval,
    shortToken: funded > account.wallet ? funded - account.wallet : 0n,
    gasCost,
    shortCoin: gasCost > account.coin ? gasCost - account.coin : 0n,
    steps: [
      ...(permit2 ? [{ step: "approve", isDone: approval === 0n, prompts: 1 } as const] : []),
      ...storing(standing),
      { step: "sign", isDone: false, prompts: 1 },
    ],
  };
}

function storing({ isStored, isSignedIn }: Pick<Standing, "isStored" | "isSignedIn">): PostingPlan["steps"] {
  return [
    { step: "sign-in", isDone: isSignedIn || isStored, prompts: 1 },
    { step: "upload", isDone: isStored, prompts: 0 },
  ];
}

function planBooking(funded: bigint, standing: Standing): PostingPlan {
  const { account, now, gasPrice } = standing;
  const deposit = funded > account.free ? funded - account.free : 0n;
  const { cap, expiry } = account.operators.market;
  const mustAllow = cap < funded || expiry < now + ALLOWANCE_SECONDS / 2;
  const gas = (deposit > 0n ? GAS.deposit : 0n) + (mustAllow ? GAS.allow : 0n) + GAS.post;
  const gasCost = gas * gasPrice;
  return {
    funded,
    deposit,
    approval: 0n,
    shortToken: deposit > account.wallet ? deposit - account.wallet : 0n,
    gasCost,
    shortCoin: gasCost > account.coin ? gasCost - account.coin : 0n,
    steps: [
      ...storing(standing),
      { step: "deposit", isDone: deposit === 0n, prompts: 2 },
      { step: "allow", isDone: !mustAllow, prompts: 1 },
      { step: "post", isDone: false, prompts: 1 },
    ],
  };
}

/** What the market must be allowed: nothing where it is already. */
export function allowanceFor(
  order: Pick<JobOrder, "maxPay" | "bond">,
  held: AccountView["operators"]["market"],
  now: number,
): { readonly cap: bigint; readonly expiry: number } | undefined {
  const funded = order.maxPay + order.bond;
  if (held.cap >= funded && held.expiry >= now + ALLOWANCE_SECONDS / 2) return undefined;
  const isOver = held.expiry < now;
  const cap = isOver || held.cap < funded ? funded : held.cap;
  return { cap, expiry: Math.max(held.expiry, now + ALLOWANCE_SECONDS) };
}

/** An order is only worth finishing while nodes have time left to claim it. */
const LEAST_VALIDITY_LEFT = 60;

/** Whether an order that was begun earlier must be made anew before it is posted. */
export function isOrderStale(
  order: Pick<JobOrder, "buyer" | "epoch" | "claimBefore">,
  { buyer, epoch, now }: { buyer: string; epoch: number; now: number },
): boolean {
  if (order.buyer.toLowerCase() !== buyer.toLowerCase() || order.epoch !== epoch) return true;
  return order.claimBefore < now + LEAST_VALIDITY_LEFT;
}
