import { draw, transfer, undrawable } from "./account-rules.ts";
import type { ActionKind } from "./action.ts";
import { type Rule, unmet } from "./rule.ts";
import type { Actor, World } from "./world.ts";

/** Stake, exposure and nodes. */
export const stakeRules = {
  addStake: {
    refusals: (world, { amount, epoch }, by, now) => [
      ...unmet({ Staking_ZeroAmount: amount > 0n }),
      ...undrawable(world, { owner: by, operator: "staking", amount, epoch, now }),
    ],
    apply(world, { amount }, by) {
      draw(world, by, "staking", amount);
      world.stakes[by].active += amount;
    },
  },
  thaw: {
    refusals: (world, { amount }, by) =>
      unmet({ Staking_ZeroAmount: amount > 0n, Staking_FreeStakeTooLow: amount <= freeStakeOf(world, by) }),
    apply(world, { amount }, by, now) {
      const stake = world.stakes[by];
      stake.active -= amount;
      stake.thawing += amount;
      stake.thawedAt = now + world.parameters.thawTime;
    },
  },
  cancelThaw: {
    refusals: (world, _action, by) => unmet({ Staking_NothingThawing: world.stakes[by].thawing > 0n }),
    apply(world, _action, by) {
      const stake = world.stakes[by];
      Object.assign(stake, { active: stake.active + stake.thawing, thawing: 0n, thawedAt: 0 });
    },
  },
  withdrawStake: {
    refusals(world, _action, by, now) {
      const { thawing, thawedAt } = world.stakes[by];
      return unmet({ Staking_NothingThawing: thawing > 0n, Staking_StillThawing: now >= thawedAt });
    },
    apply(world, _action, by) {
      const stake = world.stakes[by];
      transfer(world, "staking", by, stake.thawing);
      Object.assign(stake, { thawing: 0n, thawedAt: 0 });
    },
  },
  setPaused: {
    refusals: (world, { node }, by) => unmet({ Staking_NotProvider: by === world.nodes[node].provider }),
    apply(world, { node, paused }) {
      world.nodes[node].paused = paused;
    },
  },
  slash: { refusals: () => ["Staking_NotMarket"], apply: () => undefined },
} satisfies { [kind in ActionKind]?: Rule<kind> };

/** What speaks against exposing `amount` for `node`. */
export function unexposable(world: World, node: Actor, amount: bigint): string[] {
  if (!isNode(world, node)) return ["Staking_NodeUnknown"];
  const { provider, paused } = world.nodes[node];
  return unmet({ Staking_NodePaused: !paused, Staking_FreeStakeTooLow: amount <= freeStakeOf(world, provider) });
}

export function isNode(world: World, actor: Actor): actor is keyof World["nodes"] {
  return actor in world.nodes;
}

/** Ends an exposure. What is lost of it burns, but for the fee. */
export function unexpose(
  world: World,
  provider: Actor,
  { exposure, burn = 0n, fee = 0n }: { exposure: bigint; burn?: bigint; fee?: bigint },
): void {
  const stake = world.stakes[provider];
  stake.exposure -= exposure;
  stake.active -= burn + fee;
  world.burned += burn;
  transfer(world, "staking", "collector", fee);
}

function freeStakeOf(world: World, provider: Actor): bigint {
  const { active, exposure } = world.stakes[provider];
  return active - exposure;
}
