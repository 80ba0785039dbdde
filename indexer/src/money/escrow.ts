import { account, operator } from "ponder:schema";
import { handle } from "../handle.ts";
import { placeOf } from "../record/place.ts";
import { moveMoney } from "./accounts.ts";

handle("escrow:Deposited", async (db, event) => {
  const { owner, token, amount } = event.args;
  await moveMoney(db, event, { owner, token, change: amount, kind: "deposited" });
  return {};
});

handle("escrow:Withdrawn", async (db, event) => {
  const { owner, token, amount } = event.args;
  await moveMoney(db, event, { owner, token, change: -amount, kind: "withdrawn" });
  return {};
});

handle("escrow:CarrierPaid", async (db, event) => {
  const { owner, token, carrier, fee } = event.args;
  await moveMoney(db, event, { owner, token, change: -fee, kind: "carried" });
  await moveMoney(db, event, { owner: carrier, token, change: fee, kind: "carried" }, 1);
  return {};
});

handle("escrow:OperatorSet", async (db, event) => {
  const { owner, operator: drawer, token, cap, expiry } = event.args;
  const change = { cap, expiry: Number(expiry), set: placeOf(event) };
  await db
    .insert(operator)
    .values({ owner, operator: drawer, token, ...change })
    .onConflictDoUpdate(change);
  return {};
});

handle("escrow:EpochRaised", async (db, event) => {
  const { owner, token, epoch } = event.args;
  await db.insert(account).values({ owner, token, free: 0n, epoch }).onConflictDoUpdate({ epoch });
  return {};
});
