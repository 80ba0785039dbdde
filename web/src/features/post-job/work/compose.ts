import { cidOf } from "@computehive/protocol/cid";
import {
  DEFAULT_LIMITS,
  type Limits,
  MAX_FUEL,
  MAX_MEMORY_BYTES,
  MAX_OUTPUT_BYTES,
  MAX_WALL_SECONDS,
  WASM_PAGE_BYTES,
} from "@computehive/protocol/fuel";
import { type Manifest, ManifestInvalidError, parseManifest } from "@computehive/protocol/manifest";
import { comparePaths } from "@computehive/protocol/path";
import type { Draft, LimitsForm } from "../draft/draft.ts";
import { readDuration, readFuel, readSize, type Typed, writeSize } from "./quantities.ts";

/** A field of the form with the rule that its value breaks. */
export interface FieldFault {
  readonly field: string;
  readonly rule: string;
}

export type Composed =
  | { readonly ok: true; readonly manifest: Manifest }
  | { readonly ok: false; readonly faults: readonly FieldFault[] };

/** Head room over the dry run's fuel: half as much again, and never less than this. */
const LEAST_FUEL = 10_000_000n;

/** What a job may use where its author leaves it to the dry run. */
export function suggestedFuel(used: bigint): bigint {
  const fitting = (used * 3n) / 2n;
  const fuel = fitting > LEAST_FUEL ? fitting : LEAST_FUEL;
  return fuel < MAX_FUEL ? fuel : MAX_FUEL;
}

/** The arguments as they were typed, one a line, without the empty lines at the end. */
export function argsOf({ args }: Pick<Draft, "args">): string[] {
  const last = args.findLastIndex((arg) => arg !== "");
  return args.slice(0, last + 1);
}

/** Names the work that a dry run was of: program, arguments, environment, inputs, and the limits that can change its end. */
export function workKey(draft: Draft): string {
  const { program, env, stdin, inputs, seed, limits } = draft;
  const facts = {
    program: program?.cid ?? "",
    args: argsOf(draft),
    env: env.map(({ name, value }) => [name, value]),
    stdin: stdin?.cid ?? "",
    inputs: inputs.map(({ name, cid }) => [name, cid]),
    seed: seed ?? "",
    memory: limits.memory,
    output: limits.output,
  };
  return cidOf(new TextEncoder().encode(JSON.stringify(facts)));
}

/** The dry run, where it is of the work as it is now. */
export function validDryRun(draft: Draft): Draft["dryRun"] {
  return draft.dryRun?.of === workKey(draft) ? draft.dryRun : undefined;
}

/** The manifest that the draft stands for, or everything that is wrong with it. */
export function composeManifest(draft: Draft): Composed {
  const { program, env, stdin, inputs, seed, title } = draft;
  const limits = readLimits(draft.limits, validDryRun(draft)?.fuel);
  const faults = [...limits.faults, ...nameFaults(draft)];
  if (!program) faults.push({ field: "program", rule: "choose an example or a file" });
  if (faults.length > 0 || !program) return { ok: false, faults };
  try {
    const manifest = parseManifest({
      version: 1,
      runtime: "wasm",
      program: program.cid,
      args: argsOf(draft),
      env: Object.fromEntries(env.map(({ name, value }) => [name, value])),
      inputs: [...inputs]
        .sort((a, b) => comparePaths(a.name, b.name))
        .map(({ name, cid, size }) => ({ path: name, cid, size })),
      limits: { ...limits.value, fuel: limits.value.fuel.toString() },
      ...(stdin && { stdin: stdin.cid }),
      ...(seed && { seed }),
      ...(draft.limits.region !== "" && { placement: { region: draft.limits.region } }),
      ...(title.trim() !== "" && { title: title.trim() }),
    });
    return { ok: true, manifest };
  } catch (error) {
    if (error instanceof ManifestInvalidError) return { ok: false, faults: error.issues };
    throw error;
  }
}

/** Two variables of one name, or one without a name, would vanish without a word. */
function nameFaults({ env }: Draft): FieldFault[] {
  return env.flatMap(({ name }, index) => {
    if (name === "") return [{ field: `env[${index}]`, rule: "needs a name" }];
    const isTwice = env.findIndex((other) => other.name === name) < index;
    return isTwice ? [{ field: `env[${index}]`, rule: `the name ${name} is there twice` }] : [];
  });
}

export interface ReadLimits {
  readonly value: Limits;
  readonly faults: FieldFault[];
}

/** @param dryRunFuel what the program used, as decimal digits; nothing where it did not run. */
export function readLimits(form: LimitsForm, dryRunFuel: string | undefined): ReadLimits {
  const faults: FieldFault[] = [];
  const take = <T>(field: string, typed: Typed<T>, fallback: T): T => {
    if (typed.ok) return typed.value;
    faults.push({ field, rule: typed.rule });
    return fallback;
  };
  const ownFuel = form.fuel.trim() === "" ? undefined : readFuel(form.fuel);
  const fittingFuel = dryRunFuel === undefined ? DEFAULT_LIMITS.fuel : suggestedFuel(BigInt(dryRunFuel));
  const value = {
    fuel: ownFuel ? take("limits.fuel", atMostFuel(ownFuel), DEFAULT_LIMITS.fuel) : fittingFuel,
    memoryBytes: take("limits.memoryBytes", sizeWithin(form.memory, MEMORY), DEFAULT_LIMITS.memoryBytes),
    wallSeconds: take("limits.wallSeconds", wallWithin(form.wall), DEFAULT_LIMITS.wallSeconds),
    outputBytes: take("limits.outputBytes", sizeWithin(form.output, OUTPUT), DEFAULT_LIMITS.outputBytes),
  };
  return { value, faults };
}

const MEMORY = { least: WASM_PAGE_BYTES, most: MAX_MEMORY_BYTES };
const OUTPUT = { least: 0, most: MAX_OUTPUT_BYTES };

function sizeWithin(text: string, { least, most }: { least: number; most: number }): Typed<number> {
  const typed = readSize(text);
  if (!typed.ok || (typed.value >= least && typed.value <= most)) return typed;
  return { ok: false, rule: `from ${writeSize(least)} to ${writeSize(most)}` };
}

function wallWithin(text: string): Typed<number> {
  const typed = readDuration(text);
  if (!typed.ok || typed.value <= MAX_WALL_SECONDS) return typed;
  return { ok: false, rule: `at most ${MAX_WALL_SECONDS / 60} minutes` };
}

function atMostFuel(typed: Typed<bigint>): Typed<bigint> {
  return !typed.ok || typed.value <= MAX_FUEL ? typed : { ok: false, rule: `at most ${MAX_FUEL}` };
}
