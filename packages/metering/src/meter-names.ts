import { RESERVED_PREFIX } from "./caps.ts";

/** Names under which an instrumented module exports what the host needs. */
export const METER_EXPORTS = {
  /** Fuel that is left; below zero where it is used up. */
  fuel: `${RESERVED_PREFIX}fuel`,
  /** Bytes of the metered stack that are left; below zero where it is used up. */
  stack: `${RESERVED_PREFIX}stack`,
  /** How the last growth of memory that failed did so: see {@link DENIED}. */
  denied: `${RESERVED_PREFIX}denied`,
  memory: `${RESERVED_PREFIX}memory`,
  /** The module's start function, which the host calls first. */
  start: `${RESERVED_PREFIX}start`,
  main: `${RESERVED_PREFIX}main`,
} as const;

/** Values of the exported `denied`. */
export const DENIED = { never: 0, byLimit: 1, byHost: 2 } as const;
