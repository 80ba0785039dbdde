import { accountRules } from "./account-rules.ts";
import type { ActionKind, Step } from "./action.ts";
import { disputeRules } from "./dispute-rules.ts";
import { executionRules } from "./execution-rules.ts";
import { orderRules } from "./order-rules.ts";
import type { Refusal, Rule } from "./rule.ts";
import { stakeRules } from "./stake-rules.ts";
import type { World } from "./world.ts";

/** Escrow, market and staking as the documents of docs/protocol describe them: a rule for each call. */
const rules: { [kind in ActionKind]: Rule<kind> } = {
  ...accountRules,
  ...stakeRules,
  ...orderRules,
  ...executionRules,
  ...disputeRules,
};

/** Every reason for which the call must be refused; none if it must be allowed. */
export function refusalsOf(world: World, { action, by, now }: Step): readonly Refusal[] {
  return ruleOf(action.kind).refusals(world, action, by, now);
}

/** Changes the world as an allowed call does. */
export function apply(world: World, { action, by, now }: Step): void {
  ruleOf(action.kind).apply(world, action, by, now);
}

// Which action a rule is for was checked where the table is written.
function ruleOf(kind: ActionKind): Rule<ActionKind> {
  return rules[kind] as unknown as Rule<ActionKind>;
}
