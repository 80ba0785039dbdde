import { type JobOrder, type JobTerms, jobIdOf } from "@computehive/protocol/order";
import { FUNDINGS } from "@computehive/protocol/order-choices";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import { gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import type { Payer } from "@computehive/sdk/jobs/promised-money";
import { signOrder } from "@computehive/sdk/jobs/signed-job";
import { readPermit2Allowance, readTokenCapabilities } from "@computehive/sdk/token-capabilities";
import type { Hex } from "viem";
import type { Session } from "../session/session.ts";
import { money } from "../session/text.ts";
import { UsageError } from "../usage-error.ts";

export interface Funding {
  /** Of the order. */
  readonly funding: number;
  /** What Permit2 must be approved for first, by a transaction. */
  readonly approval?: bigint;
}

export interface FundingWishes {
  readonly payer: Payer | undefined;
  /** What the buyer's waiting orders will move from the same place. */
  readonly promised: bigint;
  /** The buyer agrees to the transaction that approves Permit2. */
  readonly mayApprove: boolean;
}

/**
 * How the order is paid by this payer, by what the token can do; without a payer it is posted, and paid from the account.
 *
 * @throws UsageError where the wallet can pay with this token by no signature, or must approve Permit2 first and nobody said that it may.
 */
export async function fundingOf(
  session: Session,
  { publicClient, deployment }: HiveClient,
  { buyer, maxPay, bond }: Pick<JobOrder, "buyer" | "maxPay" | "bond">,
  { payer, promised, mayApprove }: FundingWishes,
): Promise<Funding> {
  if (payer !== "wallet") {
    if (mayApprove)
      throw new UsageError("Nothing but a wallet pays through Permit2.", {
        field: "approve-permit2",
        rule: "with --sign wallet",
      });
    return { funding: FUNDINGS.indexOf("account") };
  }
  const { token } = deployment.contracts;
  const { authorization, permit2 } = await readTokenCapabilities(publicClient, token);
  if (authorization) return { funding: FUNDINGS.indexOf("authorization") };
  const facts = await session.token();
  if (!permit2) {
    throw new UsageError(`${facts.symbol} on this chain knows no payment by signature.`, {
      field: "sign",
      rule: "account, with money in the escrow; or without --sign",
      given: payer,
    });
  }
  const funding = FUNDINGS.indexOf("permit2");
  const needed = maxPay + bond + promised;
  if ((await readPermit2Allowance(publicClient, { token, owner: buyer })) >= needed) return { funding };
  if (mayApprove) return { funding, approval: needed };
  throw new UsageError(`${facts.symbol} is paid by signature through Permit2 alone, which needs your approval once.`, {
    field: "sign",
    rule: `with --approve-permit2, which approves exactly ${money(needed, facts)} by a transaction; or hive account approve-permit2 AMOUNT`,
    given: payer,
  });
}

/** Signs the order, keeps it here, and leaves it where nodes look for work. Sends no transaction. */
export async function signAndLeave(
  { printer, signal, orders }: Session,
  client: HiveClient,
  offering: { order: JobOrder; terms: JobTerms },
): Promise<{ jobId: Hex; signedOrder: SignedClaim; keptIn: string }> {
  const jobId = jobIdOf(client.marketDomain, offering.order, offering.terms);
  // Whoever loses the line after this one must be able to look whether the order got through.
  printer.note(`Job ${jobId}`);
  const signedOrder = await signOrder(client, offering);
  const keptIn = orders().keep(jobId, signedOrder);
  printer.note(`Kept in ${keptIn}: without it, a job whose claim hides the order cannot be disputed.`);
  await gatewayOf(client).leaveOrder(signedOrder, { signal });
  return { jobId, signedOrder, keptIn };
}
