import type { Offer } from "@computehive/protocol/offer";
import { UNIT_KINDS } from "@computehive/protocol/price";
import { shortName } from "@computehive/protocol/short-name";
import { addressOf } from "@computehive/sdk/hive-client";
import { readNode, registerNode } from "@computehive/sdk/nodes/nodes";
import { listOffers, postOffer } from "@computehive/sdk/offers/offers";
import { addStake, showStake } from "@computehive/sdk/staking/stake";
import { zeroHash } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import type { AgentName } from "../../flags.ts";
import { DOLLAR, fund, type PartyPorts } from "./fund.ts";

export const RESOURCE_CLASS = "cpu.v1";
const STAKE = 500n * DOLLAR;
const OFFER_SECONDS = 365 * 86_400;

/** Providers compete. Per 10^12 fuel, and for every submitted outcome. */
const PRICES = {
  a: { fixedPrice: (DOLLAR * 5n) / 100n, price: 2n * DOLLAR },
  b: { fixedPrice: (DOLLAR * 6n) / 100n, price: (DOLLAR * 19n) / 10n },
} as const satisfies Record<AgentName, Pick<Offer, "fixedPrice" | "price">>;

/** Stake, a registered node and an offer. */
export async function seedProvider(agent: AgentName, nodeKey: PrivateKeyAccount, ports: PartyPorts): Promise<void> {
  if (!(await readNode(ports.client, nodeKey.address))) {
    await stake(ports);
    await register(nodeKey, ports);
  }
  await offer(agent, nodeKey, ports);
}

async function stake(ports: PartyPorts): Promise<void> {
  const { client, signal, onStep } = ports;
  const { active } = await showStake(client, addressOf(client));
  if (active >= STAKE) return;
  await fund(ports, { amount: STAKE, operator: "staking" });
  await addStake(client, STAKE - active, { signal });
  onStep(`staked ${STAKE / DOLLAR} test dollars`);
}

async function register(nodeKey: PrivateKeyAccount, { client, signal, onStep }: PartyPorts): Promise<void> {
  const provider = addressOf(client);
  const profile = {
    provider,
    node: nodeKey.address,
    payee: provider,
    resourceClass: shortName(RESOURCE_CLASS),
    region: zeroHash,
    capabilityHash: zeroHash,
    tlsKeyHash: zeroHash,
    endpoint: "",
  };
  await registerNode(client, { profile, nodeKey }, { signal });
  onStep("registered its node");
}

/** One that is open, or that its provider cancelled, is enough. */
async function offer(
  agent: AgentName,
  nodeKey: PrivateKeyAccount,
  { client, signal, onStep }: PartyPorts,
): Promise<void> {
  const provider = addressOf(client);
  const offers = await listOffers(client, { provider, signal });
  if (offers.some(({ isOpen, state }) => isOpen || state === "cancelled")) return;
  const { timestamp } = await client.publicClient.getBlock();
  const terms = {
    provider,
    node: nodeKey.address,
    token: client.deployment.contracts.token,
    ...PRICES[agent],
    unitKind: UNIT_KINDS.indexOf("fuel"),
    exposureLimit: STAKE / 5n,
    resourceClass: shortName(RESOURCE_CLASS),
    validUntil: Number(timestamp) + OFFER_SECONDS,
    salt: timestamp,
  };
  await postOffer(client, terms, { signal });
  onStep("posted an offer");
}
