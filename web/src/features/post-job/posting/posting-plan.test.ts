import { expect, test } from "vitest";
import { allowanceFor, isOrderStale, planPosting, type Standing } from "./posting-plan.ts";

const order = { maxPay: 80n, bond: 20n };
const buyer = "0x00000000000000000000000000000000000000Aa";

test("an account with money and an allowance only posts", () => {
  const plan = planPosting(order, standing({ free: 100n, cap: 100n }), "post");
  expect(todo(plan)).toEqual(["post"]);
  expect(plan).toMatchObject({ funded: 100n, deposit: 0n, shortToken: 0n, shortCoin: 0n });
});

test("what the account lacks is deposited from the wallet, and no more", () => {
  const plan = planPosting(order, standing({ free: 30n, wallet: 1_000n, cap: 0n }), "post");
  expect(plan.deposit).toBe(70n);
  expect(todo(plan)).toEqual(["deposit", "allow", "post"]);
});

test("an allowance that ends soon or is too small is made anew", () => {
  expect(todo(planPosting(order, standing({ free: 100n, cap: 100n, expiry: 1_100 }), "post"))).toEqual([
    "allow",
    "post",
  ]);
  expect(todo(planPosting(order, standing({ free: 100n, cap: 99n }), "post"))).toEqual(["allow", "post"]);
});

test("too little money and too little coin are told apart", () => {
  const plan = planPosting(order, standing({ free: 10n, wallet: 50n, coin: 1n }), "post");
  expect(plan.shortToken).toBe(40n);
  expect(plan.shortCoin).toBe(plan.gasCost - 1n);
});

test("uploads need a sign-in only where something is missing", () => {
  const base = { free: 100n, cap: 100n };
  expect(todo(planPosting(order, standing({ ...base, isStored: false, isSignedIn: false }), "post"))).toEqual([
    "sign-in",
    "upload",
    "post",
  ]);
  expect(todo(planPosting(order, standing({ ...base, isStored: true, isSignedIn: false }), "post"))).toEqual(["post"]);
});

test("one signature out of the wallet needs neither deposit nor allowance nor coin", () => {
  const plan = planPosting(order, standing({ wallet: 100n, coin: 0n, isStored: false, isSignedIn: false }), "sign");
  expect(todo(plan)).toEqual(["sign-in", "upload", "sign"]);
  expect(plan).toMatchObject({ funded: 100n, deposit: 0n, shortToken: 0n, gasCost: 0n, shortCoin: 0n });
});

test("what lies in the account does not count for a signature that draws from the wallet", () => {
  expect(planPosting(order, standing({ free: 1_000n, wallet: 40n }), "sign").shortToken).toBe(60n);
});

test("a signature through Permit2 needs one approval before, for waiting orders too, and coin for it", () => {
  const permit2 = { approved: 99n, promised: 0n };
  const first = planPosting(order, standing({ wallet: 500n, coin: 1n, permit2 }), "sign");
  expect(todo(first)).toEqual(["approve", "sign"]);
  expect(first).toMatchObject({ approval: 100n, shortCoin: first.gasCost - 1n });
  expect(first.gasCost).toBeGreaterThan(0n);
  const approved = planPosting(
    order,
    standing({ wallet: 500n, coin: 0n, permit2: { ...permit2, approved: 100n } }),
    "sign",
  );
  expect(todo(approved)).toEqual(["sign"]);
  expect(approved).toMatchObject({ approval: 0n, gasCost: 0n, shortCoin: 0n });
  const waiting = standing({ wallet: 500n, permit2: { approved: 100n, promised: 40n } });
  expect(planPosting(order, waiting, "sign").approval).toBe(140n);
  expect(todo(planPosting(order, standing({ free: 100n, cap: 100n, permit2 }), "post"))).toEqual(["post"]);
});

test("an allowance is raised as far as needed, and an older, larger one is kept", () => {
  expect(allowanceFor(order, { cap: 500n, expiry: 1_001 }, 1_000)).toEqual({ cap: 500n, expiry: 4_600 });
  expect(allowanceFor(order, { cap: 500n, expiry: 999 }, 1_000)).toEqual({ cap: 100n, expiry: 4_600 });
  expect(allowanceFor(order, { cap: 500n, expiry: 99_999 }, 1_000)).toBeUndefined();
});

test("an order is made anew for another buyer, another epoch, or when its time is nearly over", () => {
  const kept = { buyer: buyer as `0x${string}`, epoch: 1, claimBefore: 2_000 };
  expect(isOrderStale(kept, { buyer: buyer.toLowerCase(), epoch: 1, now: 1_000 })).toBe(false);
  expect(isOrderStale(kept, { buyer: "0x01", epoch: 1, now: 1_000 })).toBe(true);
  expect(isOrderStale(kept, { buyer, epoch: 2, now: 1_000 })).toBe(true);
  expect(isOrderStale(kept, { buyer, epoch: 1, now: 1_950 })).toBe(true);
});

function todo({ steps }: ReturnType<typeof planPosting>): string[] {
  return steps.filter(({ isDone }) => !isDone).map(({ step }) => step);
}

interface Change {
  free?: bigint;
  wallet?: bigint;
  coin?: bigint;
  cap?: bigint;
  expiry?: number;
  isStored?: boolean;
  isSignedIn?: boolean;
  permit2?: Standing["permit2"];
}

function standing({ free = 0n, wallet = 0n, coin = 10n ** 18n, cap = 0n, expiry = 99_999, ...rest }: Change): Standing {
  const none = { cap: 0n, expiry: 0 };
  return {
    account: { free, wallet, coin, operators: { market: { cap, expiry }, staking: none } },
    isStored: true,
    isSignedIn: true,
    permit2: undefined,
    now: 1_000,
    gasPrice: 10n,
    ...rest,
  };
}
