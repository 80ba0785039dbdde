import { type Deployment, offerBookAbi } from "@computehive/protocol/contracts";
import { type Offer, offerIdOf } from "@computehive/protocol/offer";
import { OFFER_STATES, type OfferState } from "@computehive/protocol/offer-state";
import { shortName } from "@computehive/protocol/short-name";
import { type Address, encodeEventTopics, type Hex, pad, parseEventLogs } from "viem";
import { readLogs } from "../chain-logs.ts";
import { type ContractRequest, contractRequest } from "../contract-request.ts";
import type { HiveClient } from "../hive-client.ts";
import { readNode } from "../nodes/nodes.ts";
import { type WriteOptions, type Written, write } from "../write.ts";

type Target = Pick<Deployment, "contracts">;

export const offerRequests = {
  post: ({ contracts }: Target, offer: Offer): ContractRequest =>
    contractRequest({ address: contracts.offers, abi: offerBookAbi, functionName: "post", args: [offer] }),
  cancel: ({ contracts }: Target, offer: Offer): ContractRequest =>
    contractRequest({ address: contracts.offers, abi: offerBookAbi, functionName: "cancel", args: [offer] }),
} as const;

/** Posts the standing price of the client's account, a provider. */
export async function postOffer(
  client: HiveClient,
  offer: Offer,
  options?: WriteOptions,
): Promise<Written & { offerId: Hex }> {
  const written = await write(client, offerRequests.post(client.deployment, offer), options);
  return { ...written, offerId: offerIdOf(client.offersDomain, offer) };
}

export function cancelOffer(client: HiveClient, offer: Offer, options?: WriteOptions): Promise<Written> {
  return write(client, offerRequests.cancel(client.deployment, offer), options);
}

export interface ListOffersOptions {
  readonly provider?: Address | undefined;
  /** Such as `cpu.v1`. */
  readonly resourceClass?: string | undefined;
  readonly fromBlock?: bigint | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface OfferView {
  readonly offerId: Hex;
  readonly offer: Offer;
  readonly state: OfferState;
  /** Posted, not past its time, and its node is neither paused nor retired. */
  readonly isOpen: boolean;
}

const BATCH = 256;
const [POSTED_TOPIC] = encodeEventTopics({ abi: offerBookAbi, eventName: "OfferPosted" });

/** The offers on the chain, oldest first. */
export async function listOffers(
  client: HiveClient,
  { provider, resourceClass, fromBlock, signal }: ListOffersOptions = {},
): Promise<OfferView[]> {
  const { publicClient, deployment } = client;
  const block = await publicClient.getBlock();
  const topics = [POSTED_TOPIC, null, provider ? pad(provider) : null, resourceClass ? shortName(resourceClass) : null];
  const from = fromBlock ?? BigInt(deployment.blockNumber);
  const views: OfferView[] = [];
  for await (const logs of readLogs(publicClient, {
    address: deployment.contracts.offers,
    topics,
    fromBlock: from,
    toBlock: block.number,
    signal,
  })) {
    const posted = parseEventLogs({ abi: offerBookAbi, eventName: "OfferPosted", logs });
    for (let i = 0; i < posted.length; i += BATCH) {
      const found = posted.slice(i, i + BATCH).map(({ args }) => ({ offerId: args.offerId, offer: args.offer }));
      views.push(...(await withStates(client, found, block.timestamp)));
    }
  }
  return views;
}

async function withStates(
  client: HiveClient,
  found: readonly { offerId: Hex; offer: Offer }[],
  now: bigint,
): Promise<OfferView[]> {
  const { publicClient, deployment } = client;
  const states = await publicClient.readContract({
    address: deployment.contracts.offers,
    abi: offerBookAbi,
    functionName: "stateOf",
    args: [found.map(({ offerId }) => offerId)],
  });
  const views = found.map(({ offerId, offer }, i) => {
    const state = OFFER_STATES[states[i] ?? 0] ?? "none";
    return { offerId, offer, state, isOpen: state === "posted" && now <= BigInt(offer.validUntil) };
  });
  const active = await activeNodes(
    client,
    views.filter(({ isOpen }) => isOpen).map(({ offer }) => offer.node),
  );
  return views.map((view) => ({ ...view, isOpen: view.isOpen && active.has(view.offer.node) }));
}

/** Those of `nodes` that may claim. */
async function activeNodes(client: HiveClient, nodes: readonly Address[]): Promise<ReadonlySet<Address>> {
  const active = new Set<Address>();
  for (const node of new Set(nodes)) {
    const state = await readNode(client, node);
    if (state && !state.paused && !state.retired) active.add(node);
  }
  return active;
}
