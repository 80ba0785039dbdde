import { ComputeHiveError } from "./error.ts";

/** What a price counts, in the order of the number that orders and receipts carry. */
export const UNIT_KINDS = ["fuel", "seconds", "tokens"] as const;
export type UnitKind = (typeof UNIT_KINDS)[number];

/** How many units one `price` buys. */
export const UNIT_SIZES = {
  fuel: 10n ** 12n,
  seconds: 3_600n,
  tokens: 10n ** 6n,
} as const satisfies Record<UnitKind, bigint>;

/** The terms that decide an amount; all money in the token's smallest unit. */
export interface PriceTerms {
  readonly maxPay: bigint;
  readonly fixedPrice: bigint;
  readonly price: bigint;
  /** Index into `UNIT_KINDS`. */
  readonly unitKind: number;
}

/** What `units` come to: min(maxPay, fixedPrice + floor(units × price / unitSize)), as the market computes it. */
export function amountOf({ maxPay, fixedPrice, price, unitKind }: PriceTerms, units: bigint): bigint {
  const due = fixedPrice + (units * price) / unitSizeOf(unitKind);
  return due < maxPay ? due : maxPay;
}

/** @throws UnitKindUnknownError for a number outside `UNIT_KINDS`. */
export function unitKindOf(index: number): UnitKind {
  const kind = UNIT_KINDS[index];
  if (!kind) throw new UnitKindUnknownError({ index });
  return kind;
}

export function unitSizeOf(index: number): bigint {
  return UNIT_SIZES[unitKindOf(index)];
}

/** Writes an amount for people: `formatAmount(1234500n, 6)` is `"1.2345"`. Exact; no rounding. */
export function formatAmount(amount: bigint, decimals: number): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
  return `${amount < 0n ? "-" : ""}${whole}${fraction ? `.${fraction}` : ""}`;
}

/**
 * Reads an amount that a person wrote, such as `"1.25"`, into the token's smallest unit.
 *
 * @throws AmountInvalidError for signs, exponents, separators, and more decimals than the token has.
 */
export function parseAmount(text: string, decimals: number): bigint {
  const match = /^(0|[1-9]\d{0,59})(?:\.(\d+))?$/.exec(text);
  if (!match) throw new AmountInvalidError({ text, rule: "digits, with a point before the decimals, such as 12.5" });
  const [, whole = "0", fraction = ""] = match;
  if (fraction.length > decimals) throw new AmountInvalidError({ text, rule: `at most ${decimals} decimals` });
  return BigInt(whole + fraction.padEnd(decimals, "0"));
}

export class AmountInvalidError extends ComputeHiveError {
  override readonly name = "AmountInvalidError";
  constructor({ text, rule }: { text: string; rule: string }) {
    super("This is not an amount.", { metaMessages: [`Given: ${text.slice(0, 80)}`, `Rule:  ${rule}.`] });
  }
}

export class UnitKindUnknownError extends ComputeHiveError {
  override readonly name = "UnitKindUnknownError";
  constructor({ index }: { index: number }) {
    super("This unit kind is unknown.", {
      metaMessages: [`Given: ${index}`, `Known: ${UNIT_KINDS.map((kind, i) => `${i} ${kind}`).join(", ")}`],
    });
  }
}
