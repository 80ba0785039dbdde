import type { Offer } from "@computehive/protocol/offer";
import { ensureOperator } from "@computehive/sdk/account/operators";
import { showAccount } from "@computehive/sdk/account/show-account";
import { gatewayOf, type HiveClient } from "@computehive/sdk/hive-client";
import { type BuiltJob, buildOrder } from "@computehive/sdk/job-builder";
import { postJob } from "@computehive/sdk/jobs/job-actions";
import { listOffers } from "@computehive/sdk/offers/offers";
import type { Hex } from "viem";
import { RESOURCE_CLASS } from "../market/seed/seed-provider.ts";

const ALLOWANCE_SECONDS = 3_600;

/** Uploads what the job names and posts it at the cheapest offer's price. */
export async function postExample(client: HiveClient, job: BuiltJob, signal: AbortSignal): Promise<Hex> {
  const gateway = gatewayOf(client);
  for (const [cid, bytes] of job.blobs) if (cid !== job.manifestCid) await gateway.putBlob(bytes, { signal });
  await gateway.putManifest(job.manifest, { signal });
  const [{ timestamp }, account, { fixedPrice, price }] = await Promise.all([
    client.publicClient.getBlock(),
    showAccount(client),
    cheapestOffer(client, signal),
  ]);
  const { order, terms } = buildOrder({
    deployment: client.deployment,
    buyer: account.owner,
    epoch: account.epoch,
    now: Number(timestamp),
    manifest: job.manifest,
    resourceClass: RESOURCE_CLASS,
    pricing: { unitKind: "fuel", fixedPrice, price },
  });
  await ensureOperator(
    client,
    { operator: "market", amount: order.maxPay + order.bond, seconds: ALLOWANCE_SECONDS },
    { signal },
  );
  return (await postJob(client, { order, terms }, { signal })).jobId;
}

async function cheapestOffer(client: HiveClient, signal: AbortSignal): Promise<Offer> {
  const views = await listOffers(client, { resourceClass: RESOURCE_CLASS, signal });
  const [cheapest] = views
    .filter(({ isOpen }) => isOpen)
    .sort((a, b) => Number(a.offer.fixedPrice - b.offer.fixedPrice));
  if (!cheapest) throw new Error("No offer is open: the example job has no price.");
  return cheapest.offer;
}
