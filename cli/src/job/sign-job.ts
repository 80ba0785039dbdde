import { type JobOrder, type JobTerms, jobIdOf } from "@computehive/protocol/order";
import { FUNDINGS } from "@computehive/protocol/order-choices";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import { PERMIT2_ADDRESS } from "@computehive/protocol/wallet-funding";
import { gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import { signOrder } from "@computehive/sdk/jobs/signed-job";
import { readPermit2Allowance, readTokenCapabilities } from "@computehive/sdk/token-capabilities";
import type { Hex } from "viem";
import type { Session } from "../session/session.ts";
import { UsageError } from "../usage-error.ts";

/** Where the money of an order that is only signed comes from, at the claim. */
export const PAYERS = ["account", "wallet"] as const;
export type Payer = (typeof PAYERS)[number];

/**
 * The order's `funding` for this payer, by what the token can do; without a payer it is posted, and paid from the account.
 *
 * @throws UsageError where the wallet can pay with this token by no signature, or has not approved Permit2 for it.
 */
export async function fundingOf(
  { publicClient, deployment }: HiveClient,
  payer: Payer | undefined,
  { buyer, maxPay, bond }: Pick<JobOrder, "buyer" | "maxPay" | "bond">,
): Promise<number> {
  if (payer !== "wallet") return FUNDINGS.indexOf("account");
  const { token } = deployment.contracts;
  const { symbol, authorization, permit2 } = await readTokenCapabilities(publicClient, token);
  if (authorization) return FUNDINGS.indexOf("authorization");
  if (permit2) {
    if ((await readPermit2Allowance(publicClient, { token, owner: buyer })) >= maxPay + bond) {
      return FUNDINGS.indexOf("permit2");
    }
    throw new UsageError(`Your wallet has not approved Permit2 for ${symbol}, so no signature of it can pay.`, {
      field: "sign",
      rule: `account, or approve ${PERMIT2_ADDRESS} in the token once; or without --sign`,
      given: payer,
    });
  }
  throw new UsageError(`${symbol} on this chain knows no payment by signature.`, {
    field: "sign",
    rule: "account, with money in the escrow; or without --sign",
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
