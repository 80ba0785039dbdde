import { type Offer, offerIdOf } from "@computehive/protocol/offer";
import { UNIT_KINDS, unitKindOf } from "@computehive/protocol/price";
import { readShortName, shortName } from "@computehive/protocol/short-name";
import { cancelOffer, listOffers, type OfferView, postOffer } from "@computehive/sdk/offers/offers";
import type { TokenFacts } from "@computehive/sdk/token";
import { bytesToBigInt } from "viem";

import { defineCommand, defineGroup, type HiveCommand, type Perform } from "../command.ts";
import { sending } from "../session/sending.ts";
import {
  addressOption,
  amountOption,
  durationOption,
  idOption,
  money,
  UNIT_SIZE_WORDS,
  when,
} from "../session/text.ts";
import { UsageError } from "../usage-error.ts";

export function offerCommand(perform: Perform): HiveCommand {
  return defineGroup("offer", "Standing prices of providers", [
    postCommand(perform),
    listCommand(perform),
    cancelCommand(perform),
  ]);
}

function postCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "post",
    describe: "Post a price for one of your nodes",
    options: (yargs) =>
      yargs
        .option("node", { type: "string", demandOption: true, describe: "address of the node key" })
        .option("fixed-price", {
          type: "string",
          default: "0",
          describe: "due for every submitted outcome, in whole tokens",
        })
        .option("price", { type: "string", default: "0", describe: "per 10^12 fuel, in whole tokens" })
        .option("exposure-limit", {
          type: "string",
          default: "100",
          describe: "most stake committed to one job, in whole tokens",
        })
        .option("class", { type: "string", default: "cpu.v1", describe: "resource class" })
        .option("valid", { type: "string", default: "30d", describe: "how long the offer stands" }),
    async run(session, options) {
      const token = await session.token();
      const client = await session.writer();
      const { timestamp } = await client.publicClient.getBlock();
      const offer: Offer = {
        provider: (await session.account()).address,
        node: addressOption("node", options.node),
        token: client.deployment.contracts.token,
        fixedPrice: amountOption("fixed-price", options.fixedPrice, token),
        price: amountOption("price", options.price, token),
        unitKind: UNIT_KINDS.indexOf("fuel"),
        exposureLimit: amountOption("exposure-limit", options.exposureLimit, token),
        resourceClass: shortName(options.class),
        validUntil: Number(timestamp) + durationOption("valid", options.valid),
        salt: bytesToBigInt(crypto.getRandomValues(new Uint8Array(8))),
      };
      const { hash, offerId } = await postOffer(client, offer, sending(session, "Offer"));
      session.printer.result(
        { offerId, offer, transaction: hash },
        `Posted offer ${offerId}, open until ${when(offer.validUntil)}.`,
      );
    },
  });
}

function listCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "list",
    describe: "List offers, the cheapest first",
    options: (yargs) =>
      yargs
        .option("class", { type: "string", describe: "only this resource class" })
        .option("provider", { type: "string", describe: "only this provider" })
        .option("all", { type: "boolean", default: false, describe: "also cancelled and expired ones" }),
    async run(session, options) {
      const views = await listOffers(await session.reader(), {
        resourceClass: options.class,
        provider: options.provider === undefined ? undefined : addressOption("provider", options.provider),
        signal: session.signal,
      });
      const shown = views.filter(({ isOpen }) => options.all || isOpen).sort(byPrice);
      const token = await session.token();
      session.printer.result(shown, shown.length === 0 ? "No offers." : describeOffers(shown, token));
    },
  });
}

function cancelCommand(perform: Perform): HiveCommand {
  return defineCommand(perform, {
    command: "cancel <id>",
    describe: "Cancel one of your offers",
    options: (yargs) => yargs.positional("id", { type: "string", demandOption: true }),
    async run(session, { id }) {
      const offerId = idOption("id", id);
      const client = await session.writer();
      const views = await listOffers(client, { provider: (await session.account()).address, signal: session.signal });
      const view = views.find(({ offer }) => offerIdOf(client.offersDomain, offer) === offerId);
      if (!view) throw new UsageError("You have no offer with this id.", { field: "id", given: id });
      const { hash } = await cancelOffer(client, view.offer, sending(session, "Cancellation"));
      session.printer.result({ offerId, transaction: hash }, `Cancelled offer ${offerId}.`);
    },
  });
}

function byPrice(a: OfferView, b: OfferView): number {
  return compareAmounts(a.offer.price, b.offer.price) || compareAmounts(a.offer.fixedPrice, b.offer.fixedPrice);
}

function compareAmounts(a: bigint, b: bigint): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Three lines an offer: ids and addresses are long, and people copy them. */
function describeOffers(views: readonly OfferView[], token: TokenFacts): string {
  return views.map((view) => describeOffer(view, token)).join("\n");
}

function describeOffer({ offerId, offer, state, isOpen }: OfferView, token: TokenFacts): string {
  const stands = isOpen
    ? `until ${when(offer.validUntil)}`
    : state === "cancelled"
      ? "cancelled"
      : "over, or its node is paused or retired";
  const price = `${money(offer.fixedPrice, token)} + ${money(offer.price, token)} per ${UNIT_SIZE_WORDS[unitKindOf(offer.unitKind)]}`;
  return `${offerId}\n  ${price}, ${readShortName(offer.resourceClass)}, ${stands}\n  node ${offer.node}`;
}
