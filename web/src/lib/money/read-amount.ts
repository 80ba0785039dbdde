import { parseAmount } from "@computehive/protocol/price";

/** An amount as somebody types it. */
export type TypedAmount =
  | { readonly kind: "empty" }
  | { readonly kind: "invalid" }
  | { readonly kind: "zero" }
  /** More than may be given. */
  | { readonly kind: "too-much"; readonly amount: bigint; readonly most: bigint }
  | { readonly kind: "amount"; readonly amount: bigint };

/** Reads whole tokens into the smallest unit; nothing is rounded. */
export function readTypedAmount(
  text: string,
  { decimals, most }: { decimals: number; most?: bigint | undefined },
): TypedAmount {
  if (text.trim() === "") return { kind: "empty" };
  let amount: bigint;
  try {
    amount = parseAmount(text.trim(), decimals);
  } catch {
    return { kind: "invalid" };
  }
  if (amount === 0n) return { kind: "zero" };
  if (most !== undefined && amount > most) return { kind: "too-much", amount, most };
  return { kind: "amount", amount };
}
