import type { Address } from "viem";

/** An argument of a contract's function as JSON: numbers as decimal strings, tuples as lists in the order of their fields. */
export type ArgumentJson = string | boolean | readonly ArgumentJson[];

/**
 * Our own page on which a view of a contract can be called, with the function chosen and its form filled in.
 * `args` is one JSON list with an entry for each argument.
 */
export function readContractLink(address: Address, functionName: string, args: readonly ArgumentJson[]): string {
  const query = new URLSearchParams({ function: functionName, args: JSON.stringify(args) });
  return `/explorer/contracts/${address}?${query}`;
}

/** The arguments in a link's `args`; nothing where they are not a list as `readContractLink` writes it. */
export function readArguments(text: string | null | undefined): readonly ArgumentJson[] | undefined {
  if (!text) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every(isArgument) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isArgument(value: unknown): value is ArgumentJson {
  return typeof value === "string" || typeof value === "boolean" || (Array.isArray(value) && value.every(isArgument));
}
