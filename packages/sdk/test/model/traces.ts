import { isDeepStrictEqual } from "node:util";
import type { ActionKind, Step } from "./action.ts";
import { chooseStep } from "./candidates.ts";
import { createDice } from "./dice.ts";
import { apply, refusalsOf } from "./model.ts";
import { type Player, pictureOf } from "./player.ts";
import type { World } from "./world.ts";

/** How often each call was allowed, and refused. */
export type Counts = Map<ActionKind, { allowed: number; refused: number }>;

/** Replays `length` random steps from `world` on, in the model and on the chain. @throws DifferenceError at the first difference. */
export async function playTrace(
  player: Player,
  start: World,
  { seed, length, counts }: { seed: number; length: number; counts: Counts },
): Promise<void> {
  const world = structuredClone(start);
  const dice = createDice(seed);
  let now = await player.now();
  const steps: Step[] = [];
  for (let index = 0; index < length; index++) {
    const step = chooseStep(world, dice, { now, willing: dice.chance(50) });
    steps.push(step);
    if (await playStep(player, world, step, { seed, steps, counts })) now = step.now;
  }
}

/** @returns whether the step was allowed, and taken. */
export async function playStep(
  player: Player,
  world: World,
  step: Step,
  { seed, steps, counts }: { seed: number; steps: readonly Step[]; counts: Counts },
): Promise<boolean> {
  const refusals = refusalsOf(world, step);
  const answer = await player.ask(world, step);
  const isSame = answer === undefined ? refusals.length === 0 : refusals.includes(answer);
  if (!isSame) {
    const model = refusals.length === 0 ? "allowed" : `refused: ${refusals.join(" or ")}`;
    throw new DifferenceError({ seed, steps, model, chain: answer === undefined ? "allowed" : `refused: ${answer}` });
  }
  const count = counts.get(step.action.kind) ?? { allowed: 0, refused: 0 };
  counts.set(step.action.kind, count);
  if (answer !== undefined) {
    count.refused++;
    return false;
  }
  count.allowed++;
  await player.take(world, step);
  apply(world, step);
  const [model, chain] = [pictureOf(world), await player.picture(world)];
  if (!isDeepStrictEqual(model, chain)) throw new DifferenceError({ seed, steps, model, chain });
  return true;
}

/** Model and contracts do not agree: one of them is wrong, or a document. */
export class DifferenceError extends Error {
  override readonly name = "DifferenceError";
  constructor(facts: { seed: number; steps: readonly Step[]; model: unknown; chain: unknown }) {
    const say = (value: unknown) =>
      JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "bigint" ? `${inner}` : inner));
    const { seed, steps, model, chain } = facts;
    super(
      [
        `Step ${steps.length} of the trace with seed ${seed} differs.`,
        `Model: ${say(model)}`,
        `Chain: ${say(chain)}`,
        ...steps.slice(-12).map((step) => say(step)),
      ].join("\n"),
    );
  }
}
