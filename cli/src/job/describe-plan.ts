import type { JobOrder } from "@computehive/protocol/order";
import { readShortName } from "@computehive/protocol/short-name";
import type { Executed } from "@computehive/sdk/execution";
import { costOf, publicFacts } from "@computehive/sdk/job-builder";
import type { Payer } from "@computehive/sdk/jobs/promised-money";
import type { OfferView } from "@computehive/sdk/offers/offers";
import type { TokenFacts } from "@computehive/sdk/token";
import { duration, money, shortId } from "../session/text.ts";
import { plain } from "../terminal/plain.ts";
import { facts, wrapped } from "../terminal/table.ts";
import type { PreparedJob } from "./prepare-job.ts";
import type { PricedJob } from "./price-job.ts";

export interface Plan {
  prepared: PreparedJob;
  priced: PricedJob;
  order: JobOrder;
  /** What must be moved from the wallet into the escrow first. */
  missing: bigint;
  token: TokenFacts;
  /** The order is only signed, and paid from there at the claim. */
  sign: Payer | undefined;
  /** What Permit2 is approved for first. */
  approval: bigint | undefined;
}

/** All that a buyer should know before saying yes. */
export function describePlan({ prepared, priced, order, missing, token, sign, approval }: Plan): string {
  const { built, dryRun } = prepared;
  const lines: [string, string][] = [];
  if (dryRun) {
    lines.push(["Dry run", `${endingOf(dryRun.result)}, ${dryRun.result.fuel} fuel`]);
    lines.push(["It would cost", money(costOf(priced.pricing, dryRun.result.fuel), token)]);
  }
  lines.push(["Fuel limit", built.manifest.limits.fuel], ["Most it can cost", money(order.maxPay, token)]);
  lines.push(["Bond", `${money(order.bond, token)}, lost only by a dispute that fails`]);
  lines.push(["If you say nothing", `${silence(order)} ${duration(order.window)} after the receipt`]);
  if (priced.offer) lines.push(["Price from", describeSource(priced.offer)]);
  if (missing > 0n) lines.push(["From your wallet", `${money(missing, token)} are deposited first`]);
  if (approval !== undefined) {
    lines.push([
      "First a transaction",
      `Permit2 may take ${money(approval, token)} of your wallet, each time by your signature`,
    ]);
  }
  if (sign !== undefined) {
    const source = sign === "wallet" ? "your wallet" : "your account in the escrow";
    lines.push(["At the claim", `${money(order.maxPay + order.bond, token)} move from ${source}`]);
    lines.push(["You sign once", "the node that claims pays the transaction"]);
  }
  const open = publicFacts(built.manifest).map((fact) => wrapped(plain(fact), { indent: "  - ", hanging: 0 }));
  return [facts(lines), ...warningOf(dryRun), "Public, for everybody and for ever:", ...open].join("\n");
}

function endingOf({ outcome, exitCode }: Executed["result"]): string {
  return outcome === "exited" ? `exit code ${exitCode}` : outcome;
}

function silence({ onSilence }: JobOrder): string {
  return onSilence === 0 ? "the node is paid" : "you are refunded";
}

function describeSource({ offer, offerId }: OfferView): string {
  return `offer ${shortId(offerId)} of node ${offer.node}, ${readShortName(offer.resourceClass)}`;
}

/** Whoever pays should see first that the program fails, and what it said. */
function warningOf(dryRun: Executed | undefined): string[] {
  if (!dryRun)
    return ["WARNING: without a dry run nobody knows yet whether the program ends well. Every outcome is paid."];
  const { outcome, exitCode, stderr, detail } = dryRun.result;
  if (outcome === "exited" && exitCode === 0) return [];
  const said = new TextDecoder().decode(stderr).trim().split("\n").slice(-3).join(" / ");
  const words = plain(said === "" ? detail : said);
  return [
    `WARNING: the program did not end well here, and every outcome is paid.${words === "" ? "" : `\n  It said: ${words}`}`,
  ];
}
