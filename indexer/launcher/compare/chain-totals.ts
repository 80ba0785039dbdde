import { type Deployment, escrowAbi, jobMarketAbi, offerBookAbi, stakingAbi } from "@computehive/protocol/contracts";
import { INDEXED_CHANNEL_STATES } from "@computehive/protocol/indexer-api/channel";
import type { TotalsResponse } from "@computehive/protocol/indexer-api/totals";
import { JOB_STATES } from "@computehive/protocol/job-state";
import { OFFER_STATES } from "@computehive/protocol/offer-state";
import { FUNDINGS } from "@computehive/protocol/order-choices";
import type { Address, Hex, PublicClient } from "viem";
import { type ChainEvent, readEvents } from "./chain-logs.ts";
import { inTurn } from "./in-turn.ts";

/** Most ids in one question; a public endpoint bounds the gas of a view. */
const BATCH = 256;

/** The same figures as the indexer's, from views where the contracts have one, else from the events themselves. */
export async function chainTotals(
  client: PublicClient,
  deployment: Deployment,
  blockNumber: bigint,
): Promise<Omit<TotalsResponse, "asOf">> {
  const events = await readEvents(client, deployment, blockNumber);
  const at = { client, deployment, blockNumber };
  const channels = await readChannels(at, events);
  return {
    events: countBy(events, ({ contract, name }) => `${contract}.${name}`),
    jobs: await countJobs(at, events),
    executions: countExecutions(events),
    offers: await countOffers(at, events),
    nodes: await countNodes(at, events),
    channels: countBy(channels, ({ state }) => CHANNEL_STATES[state] ?? "none"),
    escrow: await sumEscrow(at, events, channels),
    stake: await sumStake(at, events),
    settlements: sumSettlements(events),
  };
}

interface At {
  readonly client: PublicClient;
  readonly deployment: Deployment;
  readonly blockNumber: bigint;
}

async function countJobs({ client, deployment, blockNumber }: At, events: readonly ChainEvent[]) {
  const ids = ["market.JobPosted", "market.JobFunded"].flatMap((name) => argumentsOf<Hex>(events, name, "jobId"));
  const read = {
    address: deployment.contracts.market,
    abi: jobMarketAbi,
    functionName: "jobsOf",
    blockNumber,
  } as const;
  const slots = await inBatches(ids, (batch) => client.readContract({ ...read, args: [batch] }));
  return countBy(slots, ({ state }) => JOB_STATES[state] ?? "none");
}

async function countOffers({ client, deployment, blockNumber }: At, events: readonly ChainEvent[]) {
  const ids = argumentsOf<Hex>(events, "offers.OfferPosted", "offerId");
  const address = deployment.contracts.offers;
  const read = { address, abi: offerBookAbi, functionName: "stateOf", blockNumber } as const;
  const states = await inBatches(ids, (batch) => client.readContract({ ...read, args: [batch] }));
  return countBy(states, (state) => OFFER_STATES[state] ?? "none");
}

async function countNodes({ client, deployment, blockNumber }: At, events: readonly ChainEvent[]) {
  const address = deployment.contracts.staking;
  const read = { address, abi: stakingAbi, functionName: "nodeOf", blockNumber } as const;
  const nodes = await inTurn(argumentsOf<Address>(events, "staking.NodeRegistered", "node"), (node) =>
    client.readContract({ ...read, args: [node] }),
  );
  return countBy(nodes, ({ paused, retired }) => (retired ? "retired" : paused ? "paused" : "active"));
}

/** No view lists executions: what happened to each is in the events. */
function countExecutions(events: readonly ChainEvent[]) {
  const states = new Map<unknown, string>();
  for (const { name, args } of events) {
    const state = name === "JobReopened" ? (args["declined"] ? "declined" : "expired") : EXECUTION_STATES[name];
    if (state && args["executionId"]) states.set(args["executionId"], state);
  }
  return countBy([...states.values()], (state) => state);
}

const EXECUTION_STATES: Readonly<Record<string, string>> = {
  JobClaimed: "running",
  ReceiptSubmitted: "submitted",
  ExecutionDisputed: "disputed",
  ExecutionExpired: "expired",
  ExecutionSettled: "settled",
};

/** In the order of the contract's `ChannelState`. */
const CHANNEL_STATES = ["none", ...INDEXED_CHANNEL_STATES] as const;

async function readChannels({ client, deployment, blockNumber }: At, events: readonly ChainEvent[]) {
  const opened = events.filter(({ contract, name }) => contract === "escrow" && name === "ChannelOpened");
  const read = {
    address: deployment.contracts.escrow,
    abi: escrowAbi,
    functionName: "channelOf",
    blockNumber,
  } as const;
  return inTurn(opened, async ({ args }) => ({
    ...(await client.readContract({ ...read, args: [args["channelId"] as Hex] })),
    token: lower(args["token"] as Address),
  }));
}

async function sumEscrow(
  { client, deployment, blockNumber }: At,
  events: readonly ChainEvent[],
  channels: Awaited<ReturnType<typeof readChannels>>,
) {
  const { escrow: address, market, staking, token } = deployment.contracts;
  const free = async (owner: Address): Promise<bigint> =>
    (
      await client.readContract({
        ...{ address, abi: escrowAbi, functionName: "accountOf", blockNumber },
        args: [owner, token],
      })
    ).free;
  const { replicaMarket, jury, randomness } = deployment.contracts;
  const contracts = new Set([market, staking].map(lower));
  // No event of theirs need name them.
  const unnamed = [deployment.parameters.arbiter, replicaMarket, jury, randomness];
  const known = unnamed.flatMap((owner) => (owner ? [lower(owner)] : []));
  const owners = [...new Set([...known, ...addressesOf(events)])].filter((owner) => !contracts.has(owner));
  const allowances = new Map(
    events
      .filter(({ contract, name }) => contract === "escrow" && name === "OperatorSet")
      .filter(({ args }) => lower(args["token"] as Address) === lower(token))
      .map(({ args }) => [`${args["owner"]} ${args["operator"]}`, args] as const),
  );
  const caps = await inTurn([...allowances.values()], ({ owner, operator }) =>
    client.readContract({
      ...{ address, abi: escrowAbi, functionName: "allowanceOf", blockNumber },
      args: [owner as Address, operator as Address, token],
    }),
  );
  const ours = channels.filter((channel) => channel.token === lower(token));
  const inToken = (name: string) =>
    sum(
      events
        .filter((event) => event.contract === "escrow" && event.name === name)
        .filter(({ args }) => lower(args["token"] as Address) === lower(token))
        .map(({ args }) => args["amount"] as bigint),
    );
  return {
    deposited: inToken("Deposited"),
    pulled: sum(
      events
        .filter(({ name, args }) => name === "JobFunded" && FUNDINGS[args["funding"] as number] !== "account")
        .map(({ args }) => args["amount"] as bigint),
    ),
    withdrawn: inToken("Withdrawn"),
    market: await free(market),
    staking: await free(staking),
    others: sum(await inTurn(owners, free)),
    reserved: sum(ours.map(({ reserved }) => reserved)),
    redeemed: sum(ours.map(({ redeemed }) => redeemed)),
    operatorCaps: sum(caps.map(({ cap }) => cap)),
  };
}

async function sumStake({ client, deployment, blockNumber }: At, events: readonly ChainEvent[]) {
  const address = deployment.contracts.staking;
  const named = [
    ...argumentsOf<Address>(events, "staking.Staked", "provider"),
    ...argumentsOf<Address>(events, "staking.NodeRegistered", "provider"),
  ];
  const providers = await inTurn([...new Set(named)], (provider) =>
    client.readContract({ address, abi: stakingAbi, functionName: "providerOf", blockNumber, args: [provider] }),
  );
  return {
    active: sum(providers.map(({ active }) => active)),
    exposure: sum(providers.map(({ exposure }) => exposure)),
    thawing: sum(providers.map(({ thawing }) => thawing)),
    burned: await client.readContract({ address, abi: stakingAbi, functionName: "burned", blockNumber }),
  };
}

/** A verdict's fee is what the settlement left of the order's money, or what a slash took of the stake. */
function sumSettlements(events: readonly ChainEvent[]) {
  const settled = events.filter(({ name }) => name === "ExecutionSettled").map(({ args }) => args);
  const amounts = (name: string) => sum(settled.map((args) => args[name] as bigint));
  const funded = new Map(
    events
      .filter(({ name }) => name === "JobPosted" || name === "JobFunded")
      .map(({ name, args }) => {
        if (name === "JobFunded") return [args["jobId"], args["amount"] as bigint] as const;
        const { maxPay, bond } = args["order"] as { maxPay: bigint; bond: bigint };
        return [args["jobId"], maxPay + bond] as const;
      }),
  );
  const fromBonds = settled
    .filter(({ state }) => JOB_STATES[state as number] === "settled-resolved")
    .map(({ jobId, amount, refund }) => (funded.get(jobId) ?? 0n) - (amount as bigint) - (refund as bigint));
  // The slash of a replica comes right after its end, and repays the buyer.
  const slashes = events.filter(({ name }, index) => name === "Slashed" && events[index - 1]?.name !== "ReplicaEnded");
  const fromStake = slashes.map(({ args }) => args["fee"] as bigint);
  return {
    units: amounts("units"),
    amount: amounts("amount"),
    refund: amounts("refund"),
    fee: sum([...fromBonds, ...fromStake]),
  };
}

function argumentsOf<value>(events: readonly ChainEvent[], event: string, argument: string): value[] {
  return events
    .filter(({ contract, name }) => `${contract}.${name}` === event)
    .map(({ args }) => args[argument] as value);
}

/** Every address that any event names, once: whoever has money in the escrow is among them. */
function addressesOf(events: readonly ChainEvent[]): Address[] {
  const found = new Set<Address>();
  const visit = (value: unknown): void => {
    if (typeof value === "string" && /^0x[0-9a-fA-F]{40}$/.test(value)) found.add(lower(value as Address));
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
  };
  for (const { contract, args } of events) if (contract !== "testDollar") visit(args);
  return [...found];
}

async function inBatches<item, result>(
  items: readonly item[],
  ask: (batch: readonly item[]) => Promise<readonly result[]>,
): Promise<result[]> {
  const results: result[] = [];
  for (let i = 0; i < items.length; i += BATCH) results.push(...(await ask(items.slice(i, i + BATCH))));
  return results;
}

function countBy<item>(items: readonly item[], key: (item: item) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const item of items) counts[key(item)] = (counts[key(item)] ?? 0) + 1;
  return counts;
}

const lower = (address: Address): Address => address.toLowerCase() as Address;
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
