import type { ActionKind, ActionOf } from "./action.ts";
import type { Actor, World } from "./world.ts";

/** What the documents say of one call. */
export interface Rule<kind extends ActionKind> {
  /** Every requirement that is not met, by the error that names it. None: the call is allowed. */
  refusals(world: World, action: ActionOf<kind>, by: Actor, now: number): readonly Refusal[];
  /** What an allowed call changes. */
  apply(world: World, action: ActionOf<kind>, by: Actor, now: number): void;
}

/** An error's name. */
export type Refusal = string;

/** The names of those requirements that are not met. */
export function unmet(requirements: Readonly<Record<Refusal, boolean>>): Refusal[] {
  return Object.entries(requirements).flatMap(([error, met]) => (met ? [] : [error]));
}
