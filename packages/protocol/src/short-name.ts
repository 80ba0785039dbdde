import { type Hex, hexToString, stringToHex } from "viem";
import { ComputeHiveError } from "./error.ts";

/** `"cpu.v1"` as the contracts hold it: left-aligned ASCII. */
export function shortName(name: string): Hex {
  if (!/^[\x21-\x7e]{1,32}$/.test(name)) throw new ShortNameInvalidError({ name });
  return stringToHex(name, { size: 32 });
}

/** The reverse of `shortName`; the empty name is all zeros. Unprintable bytes are shown as the hexadecimal number. */
export function readShortName(value: Hex): string {
  const text = hexToString(value, { size: 32 }).replace(/\0+$/, "");
  return /^[\x21-\x7e]*$/.test(text) ? text : value;
}

export class ShortNameInvalidError extends ComputeHiveError {
  override readonly name = "ShortNameInvalidError";
  constructor({ name }: { name: string }) {
    super("This is not a short name.", {
      metaMessages: [
        `Given: ${name.slice(0, 80)}`,
        "Rule:  1 to 32 printable ASCII characters without spaces, such as cpu.v1.",
      ],
    });
  }
}
