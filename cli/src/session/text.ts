import { formatAmount, parseAmount, type UnitKind } from "@computehive/protocol/price";
import type { TokenFacts } from "@computehive/sdk/token";
import { type Address, formatEther, getAddress, type Hex, isAddress, isHex } from "viem";
import { UsageError } from "../usage-error.ts";

export function money(amount: bigint, { decimals, symbol }: TokenFacts): string {
  return `${formatAmount(amount, decimals)} ${symbol}`;
}

/** Reads an amount of the token and names the option that it came from. */
export function amountOption(field: string, text: string, { decimals }: TokenFacts): bigint {
  try {
    return parseAmount(text, decimals);
  } catch (cause) {
    throw new UsageError("This is not an amount.", {
      field,
      rule: `digits, with a point before at most ${decimals} decimals, such as 12.5`,
      given: text,
      cause,
    });
  }
}

/** What one price buys, for people. */
export const UNIT_SIZE_WORDS = {
  fuel: "10^12 fuel",
  seconds: "hour",
  tokens: "10^6 tokens",
} as const satisfies Record<UnitKind, string>;

export function coin(wei: bigint): string {
  return `${formatEther(wei)} ETH`;
}

export function when(unixSeconds: number): string {
  return new Date(unixSeconds * 1000).toISOString().replace(".000Z", "Z");
}

export function duration(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`;
}

export function addressOption(field: string, text: string): Address {
  if (!isAddress(text)) {
    throw new UsageError("This is not an address.", {
      field,
      rule: "0x and 40 hexadecimal digits; where large and small letters are mixed, their pattern must fit",
      given: text,
    });
  }
  return getAddress(text);
}

/** An id that a command line shows beside others: enough to tell them apart. */
export function shortId(id: Hex): string {
  return `${id.slice(0, 10)}…`;
}

/** How many of a list. */
export function countOption(field: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new UsageError("This is not a count.", { field, rule: "a whole number, not negative", given: String(value) });
}

/** A job's, offer's or execution's id. */
export function idOption(field: string, text: string): Hex {
  if (!isHex(text) || text.length !== 66) {
    throw new UsageError("This is not an id.", { field, rule: "0x and 64 hexadecimal digits", given: text });
  }
  return text.toLowerCase() as Hex;
}

const DURATION = /^(\d{1,9})(s|m|min|h|d)?$/;
const SECONDS: Record<string, number> = { s: 1, m: 60, min: 60, h: 3_600, d: 86_400 };

/** "90", "90s", "15m", "2h", "7d" in seconds; above zero. */
export function durationOption(field: string, text: string, { days }: { days?: number } = {}): number {
  const match = DURATION.exec(text);
  const seconds = Number(match?.[1]) * (SECONDS[match?.[2] ?? "s"] ?? 1);
  if (!(seconds > 0)) {
    throw new UsageError("This is not a duration.", {
      field,
      rule: "a whole number above zero with s, m, h or d, such as 15m",
      given: text,
    });
  }
  if (days !== undefined && seconds > days * 86_400) {
    throw new UsageError("This is too long.", { field, rule: `at most ${days}d`, given: text });
  }
  return seconds;
}

const SIZE = /^(\d{1,12})(B|KiB|MiB|GiB)?$/;
const BYTES: Record<string, number> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

/** "65536", "512KiB", "64MiB" in bytes. */
export function sizeOption(field: string, text: string): number {
  const match = SIZE.exec(text);
  if (match) return Number(match[1]) * (BYTES[match[2] ?? "B"] ?? 1);
  throw new UsageError("This is not a size.", {
    field,
    rule: "a whole number with B, KiB, MiB or GiB, such as 64MiB",
    given: text,
  });
}
