import { db } from "ponder:api";
import { node, offer, provider } from "ponder:schema";
import type { AsOf } from "@computehive/protocol/indexer-api/common";
import type { nodesQuerySchema, providersQuerySchema } from "@computehive/protocol/indexer-api/provider";
import type { SQL } from "drizzle-orm";
import { and, count, desc, eq, inArray, lt } from "ponder";
import type { Address } from "viem";
import type { z } from "zod";
import { asOfNow } from "../checkpoint.ts";
import { cut, keyOf, pageAnswer, rowsToRead } from "../page.ts";
import { notFound } from "../refusal.ts";
import { present } from "../respond.ts";
import { isOpenAt } from "./offers.ts";
import { recordsOf } from "./record.ts";

type ProviderRow = typeof provider.$inferSelect;
type NodeRow = typeof node.$inferSelect;

export async function listProviders(query: z.output<typeof providersQuerySchema>) {
  const asOf = await asOfNow();
  const key = keyOf(query);
  const rows = await db
    .select()
    .from(provider)
    .where(key === undefined ? undefined : lt(provider.sinceId, key))
    .orderBy(desc(provider.sinceId))
    .limit(rowsToRead(query));
  const page = cut(rows, query, ({ sinceId }) => sinceId);
  return pageAnswer(asOf, page, await providerView(page.rows, asOf));
}

export async function findProvider(address: Address) {
  const asOf = await asOfNow();
  const [row] = await db.select().from(provider).where(eq(provider.address, address));
  if (!row) throw notFound("provider");
  return { asOf, provider: (await providerView([row], asOf))(row) };
}

async function providerView(rows: readonly ProviderRow[], asOf: AsOf) {
  const addresses = rows.map(({ address }) => address);
  const record = await recordsOf("provider", addresses);
  const nodes = await nodeCounts(addresses);
  const offers = await openOffers("provider", addresses, asOf);
  return ({ address, active, exposure, thawing, thawedAt, burned, fees, since }: ProviderRow) => ({
    ...{ provider: address, active, exposure, thawing, burned, fees, since },
    nodes: nodes.get(address) ?? 0,
    openOffers: offers.get(address) ?? 0,
    record: record(address),
    ...present({ thawedAt: thawedAt === 0 ? undefined : thawedAt }),
  });
}

export async function listNodes(query: z.output<typeof nodesQuerySchema>) {
  const asOf = await asOfNow();
  const key = keyOf(query);
  const rows = await selectNodes(
    and(
      key === undefined ? undefined : lt(node.registeredId, key),
      query.provider && eq(node.provider, query.provider),
      query.resourceClass === undefined ? undefined : eq(node.resourceClass, query.resourceClass),
      query.state && eq(node.state, query.state),
    ),
  )
    .orderBy(desc(node.registeredId))
    .limit(rowsToRead(query));
  const page = cut(rows, query, ({ registeredId }) => registeredId);
  return pageAnswer(asOf, page, await nodeView(page.rows, asOf));
}

export async function findNode(address: Address) {
  const asOf = await asOfNow();
  const [row] = await selectNodes(eq(node.address, address));
  if (!row) throw notFound("node");
  return { asOf, node: (await nodeView([row], asOf))(row) };
}

function selectNodes(condition: SQL | undefined) {
  return db.select().from(node).where(condition);
}

async function nodeView(rows: readonly NodeRow[], asOf: AsOf) {
  const addresses = rows.map(({ address }) => address);
  const record = await recordsOf("node", addresses);
  const offers = await openOffers("node", addresses, asOf);
  return ({ address, registeredId, rotatedFrom, rotatedTo, ...same }: NodeRow) => ({
    ...same,
    node: address,
    openOffers: offers.get(address) ?? 0,
    record: record(address),
    ...present({ rotatedFrom, rotatedTo }),
  });
}

async function nodeCounts(providers: readonly Address[]): Promise<Map<Address, number>> {
  if (providers.length === 0) return new Map();
  const rows = await db
    .select({ provider: node.provider, count: count() })
    .from(node)
    .where(inArray(node.provider, [...providers]))
    .groupBy(node.provider);
  return new Map(rows.map((row) => [row.provider, Number(row.count)]));
}

async function openOffers(
  of: "provider" | "node",
  addresses: readonly Address[],
  asOf: AsOf,
): Promise<Map<Address, number>> {
  if (addresses.length === 0) return new Map();
  const rows = await db
    .select({ address: offer[of], count: count() })
    .from(offer)
    .innerJoin(node, eq(node.address, offer.node))
    .where(and(inArray(offer[of], [...addresses]), isOpenAt(asOf)))
    .groupBy(offer[of]);
  return new Map(rows.map((row) => [row.address, Number(row.count)]));
}
