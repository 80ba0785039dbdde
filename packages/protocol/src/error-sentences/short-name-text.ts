import { type Hex, hexToString } from "viem";

/** A left-aligned ASCII name in 32 bytes, for a sentence. */
export function shortNameText(value: Hex): string {
  return hexToString(value, { size: 32 }).replace(/\0+$/, "");
}
