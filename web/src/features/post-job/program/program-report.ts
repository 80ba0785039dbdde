import type { ProgramReport } from "@computehive/metering/validate";

/** Most bytes that a program may have: nodes and the meter refuse more. */
export const MOST_PROGRAM_BYTES = 32 * 1024 * 1024;

/** How the chosen program stands. */
export type ProgramCheck =
  | { readonly kind: "none" }
  | { readonly kind: "checking"; readonly name: string }
  | { readonly kind: "good"; readonly report: ProgramReport }
  | {
      readonly kind: "refused";
      readonly name: string;
      readonly what: string;
      readonly help: string | undefined;
      readonly facts: readonly string[];
    };
