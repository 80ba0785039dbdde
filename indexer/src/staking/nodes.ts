import { node } from "ponder:schema";
import { readShortName } from "@computehive/protocol/short-name";
import type { Address } from "viem";
import type { Db } from "../db.ts";
import { type EventOf, handle } from "../handle.ts";
import { placeOf } from "../record/place.ts";
import type { Touches } from "../record/touches.ts";
import { changeProvider } from "./stake.ts";

handle("staking:NodeRegistered", async (db, event) => {
  const { node: address, provider, profile } = event.args;
  await changeProvider(db, event, provider, () => ({}));
  await db.insert(node).values({
    address,
    registeredId: event.id,
    state: "active",
    provider,
    payee: profile.payee.toLowerCase() as Address,
    ...saidOf(profile),
    registered: placeOf(event),
  });
  return {};
});

handle("staking:NodePayeeSet", async (db, event) => {
  const { node: address, payee } = event.args;
  await db.update(node, { address }).set({ payee });
  return ownerOf(db, address);
});

handle("staking:NodePaused", async (db, event) => {
  const { node: address, paused } = event.args;
  await db.update(node, { address }).set({ state: paused ? "paused" : "active" });
  return ownerOf(db, address);
});

handle("staking:NodeRetired", async (db, event) => {
  const { node: address } = event.args;
  await db.update(node, { address }).set({ state: "retired" });
  return ownerOf(db, address);
});

/** Its parts were told before, by NodeRetired and NodeRegistered: this is the link between the two keys. */
handle("staking:NodeRotated", async (db, event) => {
  const { node: address, newNode } = event.args;
  await db.update(node, { address }).set({ rotatedTo: newNode });
  await db.update(node, { address: newNode }).set({ rotatedFrom: address });
  return ownerOf(db, newNode);
});

handle("staking:NodeProfileSet", async (db, event) => {
  const { node: address, profile } = event.args;
  await db.update(node, { address }).set(saidOf(profile));
  return {};
});

/** What a profile says of its node, beside who earns. */
function saidOf(profile: EventOf<"staking:NodeRegistered">["args"]["profile"]) {
  return {
    resourceClass: readShortName(profile.resourceClass),
    region: readShortName(profile.region),
    capabilityHash: profile.capabilityHash,
    tlsKeyHash: profile.tlsKeyHash,
    endpoint: withoutNull(profile.endpoint),
  };
}

async function ownerOf(db: Db, address: Address): Promise<Touches> {
  const row = await db.find(node, { address });
  return row ? { provider: row.provider, resourceClass: row.resourceClass } : {};
}

/** The database's text has no place for this character; nobody can connect to an endpoint that has it. */
function withoutNull(text: string): string {
  return text.replaceAll("\0", "\u{fffd}");
}
