import { encodeRequest } from "@computehive/sdk/contract-request";
import { juryRequests } from "@computehive/sdk/jury/jury-requests";
import { numbered } from "./act.ts";
import type { JurorContext } from "./context.ts";
import type { Docket } from "./docket.ts";

/**
 * Buys a seat where fewer are owned than wanted. What the account lets the jury draw is the limit; penalised seats count until
 * somebody withdraws them, so that a machine that errs does not buy on.
 */
export async function buyMissingSeat(
  seats: Docket["seats"],
  { config, chain, ledger, deployment, sender, account, log }: JurorContext,
  signal: AbortSignal,
): Promise<void> {
  if (seats.size >= config.seats) return;
  // One purchase for each seat that was ever bought: a restart finds the one on its way.
  const bought = ledger.book
    .eventsWithoutJob()
    .filter(({ log: { eventName, args } }) => eventName === "SeatBought" && "owner" in args && args.owner === account);
  const request = juryRequests.buySeat(deployment, { epoch: await chain.epoch() });
  const subject = numbered(deployment, BigInt(bought.length));
  const result = await sender.request({ subject, action: "buySeat", ...encodeRequest(request) }, signal);
  if (result.kind === "recorded") log.info({ seats: seats.size, wanted: config.seats }, "buying a seat");
  if (result.kind === "impossible") log.debug({ error: result.error }, "a seat cannot be bought now");
}
