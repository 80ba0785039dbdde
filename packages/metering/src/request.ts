import { RequestError } from "./errors.ts";
import type { RunRequest } from "./run.ts";

const MAX_FUEL = 2n ** 62n;
const MAX_MEMORY_BYTES = 2 ** 32;
const SEED_BYTES = 32;

/** Refuses limits and seeds with which no program could run. */
export function checkRequest({ limits, seed }: RunRequest): void {
  if (limits.fuel < 0n || limits.fuel >= MAX_FUEL) throw new RequestError("The fuel limit lies outside 0 … 2^62 - 1.");
  if (!isCount(limits.memoryBytes, MAX_MEMORY_BYTES))
    throw new RequestError("The memory limit is no whole number up to 2^32.");
  if (!isCount(limits.outputBytes, Number.MAX_SAFE_INTEGER))
    throw new RequestError("The output limit is no whole number.");
  if (seed.length !== SEED_BYTES) throw new RequestError(`The seed has ${seed.length} bytes instead of ${SEED_BYTES}.`);
}

function isCount(value: number, most: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= most;
}
