import { type JobOrder, type JobTerms, jobIdOf } from "@computehive/protocol/order";
import { FUNDINGS } from "@computehive/protocol/order-choices";
import type { SignedClaim } from "@computehive/protocol/signed-claim";
import { gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import { signOrder } from "@computehive/sdk/jobs/signed-job";
import { readTokenCapabilities } from "@computehive/sdk/token-capabilities";
import type { Hex } from "viem";
import type { Session } from "../session/session.ts";
import { UsageError } from "../usage-error.ts";

/** Where the money of an order that is only signed comes from, at the claim. */
export const PAYERS = ["account", "wallet"] as const;
export type Payer = (typeof PAYERS)[number];

/**
 * The order's `funding` for this payer, by what the token can do.
 *
 * @throws UsageError where a wallet can pay with this token by no signature.
 */
export async function fundingOf({ publicClient, deployment }: HiveClient, payer: Payer): Promise<number> {
  if (payer === "account") return FUNDINGS.indexOf("account");
  const { symbol, authorization, permit2 } = await readTokenCapabilities(publicClient, deployment.contracts.token);
  if (authorization) return FUNDINGS.indexOf("authorization");
  if (permit2) return FUNDINGS.indexOf("permit2");
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
