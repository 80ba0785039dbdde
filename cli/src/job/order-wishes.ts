import type { OrderInput, Pricing } from "@computehive/sdk/job-builder";
import type { TokenFacts } from "@computehive/sdk/token";
import { addressOption, amountOption, durationOption } from "../session/text.ts";
import { UsageError } from "../usage-error.ts";

/** What `hive job post` says of the order, as it was typed. */
export interface OrderOptions {
  class: string;
  fixedPrice: string | undefined;
  price: string | undefined;
  maxPay: string | undefined;
  bond: string | undefined;
  node: string | undefined;
  exclusive: string;
  validity: string | undefined;
  window: string | undefined;
  onSilence: "pay" | "refund";
}

/** The same, read. What is not named is left to an offer, or to the chain's defaults. */
export interface OrderWishes {
  fixedPrice: bigint | undefined;
  price: bigint | undefined;
  maxPay: bigint | undefined;
  /** What goes into the order as it is. */
  order: Pick<OrderInput, "resourceClass" | "onSilence" | "bond" | "times" | "exclusive">;
}

/** What the market takes. */
const LONGEST_DAYS = 30;

/** Reads the options before anything takes time. @throws UsageError that names the option. */
export function readOrderWishes(options: OrderOptions, token: TokenFacts): OrderWishes {
  const amount = (field: string, text: string | undefined): bigint | undefined =>
    text === undefined ? undefined : amountOption(field, text, token);
  const { validity, window, bond, node } = options;
  const fixedPrice = amount("fixed-price", options.fixedPrice);
  const price = amount("price", options.price);
  const isPriced = fixedPrice !== undefined || price !== undefined;
  if (isPriced && (fixedPrice ?? 0n) + (price ?? 0n) === 0n) {
    throw new UsageError("A job must pay something.", { field: "price", rule: "--fixed-price or --price above zero" });
  }
  const maxPay = amount("max-pay", options.maxPay);
  if (maxPay === 0n) throw new UsageError("A job must pay something.", { field: "max-pay", rule: "above zero" });
  return {
    fixedPrice,
    price,
    maxPay,
    order: {
      resourceClass: options.class,
      onSilence: options.onSilence,
      times: {
        ...(validity !== undefined && { validity: durationOption("validity", validity, { days: LONGEST_DAYS }) }),
        ...(window !== undefined && { window: durationOption("window", window, { days: LONGEST_DAYS }) }),
      },
      ...(bond !== undefined && { bond: amountOption("bond", bond, token) }),
      ...(node !== undefined && {
        exclusive: { node: addressOption("node", node), seconds: durationOption("exclusive", options.exclusive) },
      }),
    },
  };
}

/** The price that the wishes name themselves, if they do. */
export function namedPricing({ fixedPrice, price, maxPay }: OrderWishes): Pricing | undefined {
  if (fixedPrice === undefined && price === undefined) return undefined;
  return {
    unitKind: "fuel",
    fixedPrice: fixedPrice ?? 0n,
    price: price ?? 0n,
    ...(maxPay !== undefined && { maxPay }),
  };
}
