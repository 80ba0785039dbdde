import type { AbiParameter } from "viem";

/** What the entries of a list type are. */
export function elementOf(parameter: AbiParameter): AbiParameter | undefined {
  const match = /^(.*)\[\d*\]$/.exec(parameter.type);
  return match ? ({ ...parameter, type: match[1] } as AbiParameter) : undefined;
}
