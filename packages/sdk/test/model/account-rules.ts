import type { ActionKind } from "./action.ts";
import { type Rule, unmet } from "./rule.ts";
import { type Actor, allowanceOf, type Holder, type Operator, type World } from "./world.ts";

/** Money in the escrow: accounts, operators, epochs. */
export const accountRules = {
  deposit: {
    refusals: (world, { amount }, by) =>
      unmet({ Escrow_ZeroAmount: amount > 0n, Escrow_TransferFailed: amount <= world.wallets[by] }),
    apply(world, { owner, amount }, by) {
      world.wallets[by] -= amount;
      world.accounts[owner].free += amount;
    },
  },
  withdraw: {
    refusals: (world, { amount }, by) =>
      unmet({ Escrow_ZeroAmount: amount > 0n, Escrow_BalanceTooLow: amount <= world.accounts[by].free }),
    apply(world, { amount, to }, by) {
      world.accounts[by].free -= amount;
      world.wallets[to] += amount;
    },
  },
  move: {
    refusals: (world, { amount }, by) => unmet({ Escrow_BalanceTooLow: amount <= world.accounts[by].free }),
    apply: (world, { amount, to }, by) => transfer(world, by, to, amount),
  },
  setOperator: {
    refusals: () => [],
    apply(world, { operator, cap, expiry }, by) {
      world.allowances.set(`${by} ${operator}`, { cap, expiry });
    },
  },
  raiseEpoch: {
    refusals: () => [],
    apply(world, _action, by) {
      world.accounts[by].epoch += 1;
    },
  },
  draw: {
    refusals: (world, { owner, amount }, by, now) =>
      by === "thief"
        ? undrawable(world, { owner, operator: "thief", amount, epoch: world.accounts[owner].epoch, now })
        : ["Escrow_OperatorExpired"],
    apply: (world, { owner, amount }) => draw(world, owner, "thief", amount),
  },
} satisfies { [kind in ActionKind]?: Rule<kind> };

/** What speaks against an operator's draw. */
export function undrawable(
  world: World,
  draft: { owner: Actor; operator: Operator; amount: bigint; epoch: number; now: number },
): string[] {
  const { owner, operator, amount, epoch, now } = draft;
  const { cap, expiry } = allowanceOf(world, owner, operator);
  return unmet({
    Escrow_OperatorExpired: now <= expiry,
    Escrow_OperatorCapExceeded: amount <= cap,
    Escrow_EpochOutdated: epoch === world.accounts[owner].epoch,
    Escrow_BalanceTooLow: amount <= world.accounts[owner].free,
  });
}

export function draw(world: World, owner: Actor, operator: Operator, amount: bigint): void {
  const { cap, expiry } = allowanceOf(world, owner, operator);
  world.allowances.set(`${owner} ${operator}`, { cap: cap - amount, expiry });
  transfer(world, owner, operator, amount);
}

export function transfer(world: World, from: Holder, to: Holder, amount: bigint): void {
  world.accounts[from].free -= amount;
  world.accounts[to].free += amount;
}
