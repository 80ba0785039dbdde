import type { Shortfall } from "@computehive/protocol/channel";
import type { VoucherCheck, VoucherFault } from "@computehive/sdk/channels/check-voucher";
import type { RedeemResult } from "@computehive/sdk/channels/redeem-events";
import type { SignedVoucher } from "@computehive/sdk/channels/voucher";
import type { TokenFacts } from "@computehive/sdk/token";
import { when } from "../session/text.ts";
import { facts } from "../terminal/table.ts";
import { moneyIn } from "./describe-channel.ts";

const FAULT_WORDS = {
  "wrong-chain": "it counts on another chain",
  "wrong-escrow": "it counts in another escrow",
  "wrong-token": "it pays in another token than the market's",
  "wrong-payee": "it pays somebody else",
  "never-opened": "its channel was never opened",
  closed: "its channel is closed",
  "nothing-due": "as much was redeemed already",
  "signature-invalid": "the channel's signer did not sign it",
} as const satisfies Record<VoucherFault, string>;

const SHORTFALL_WORDS = {
  "account-low": "the payer's account holds no more",
  "epoch-raised": "the payer raised its epoch: the reservation is all there is",
} as const satisfies Record<Shortfall, string>;

export function describeCheck(voucher: SignedVoucher, check: VoucherCheck, token: TokenFacts): string {
  const { channel, cumulative } = voucher;
  const say = (amount: bigint) => moneyIn(channel.token, amount, token);
  const worth: [string, string][] =
    check.verdict === "refused"
      ? []
      : [
          ["Due", say(check.due)],
          ["Guaranteed", `${say(check.guaranteed)}, by the reservation`],
          ["Would be paid now", say(check.payable)],
        ];
  const lines = facts([
    ["Channel", check.channelId],
    ["Payer", channel.payer],
    ["Payee", channel.payee],
    ["Promised in all", say(cumulative)],
    ...(check.channel ? ([["Redeemed", say(check.channel.redeemed)]] as const) : []),
    ...worth,
    ...(check.channel?.state === "closing" ? ([["Redeem before", when(check.channel.closeAt)]] as const) : []),
  ]);
  return `${lines}\n\n${verdictOf(check, say)}`;
}

function verdictOf({ fault, missing, shortfall }: VoucherCheck, say: (amount: bigint) => string): string {
  if (fault) return `REFUSED: ${FAULT_WORDS[fault]}.`;
  if (shortfall) return `SHORT of ${say(missing)}: ${SHORTFALL_WORDS[shortfall]}.`;
  return "GOOD: redeemed now, all that is due would be paid.";
}

/** One line of what became of a voucher. */
export function describeResult(
  result: RedeemResult | { kind: "refused"; fault: VoucherFault },
  say: (amount: bigint) => string,
): string {
  if (result.kind === "refused") return `refused: ${FAULT_WORDS[result.fault]}`;
  if (result.kind === "paid") return `paid ${say(result.paid)}`;
  return `paid ${say(result.paid)}, short of ${say(result.missing)}: ${SHORTFALL_WORDS[result.shortfall]}`;
}
