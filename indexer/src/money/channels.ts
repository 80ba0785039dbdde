import { channel } from "ponder:schema";
import { handle } from "../handle.ts";
import { placeOf } from "../record/place.ts";
import { moveMoney } from "./accounts.ts";

handle("escrow:ChannelOpened", async (db, event) => {
  const { channelId, payer, payee, signer, token, closeDelay, salt, reserved } = event.args;
  const place = placeOf(event);
  await db.insert(channel).values({
    ...{ id: channelId, payer, payee, signer, token, closeDelay, salt, reserved },
    state: "open",
    redeemed: 0n,
    closeAt: null,
    opened: place,
    changed: place,
  });
  await moveMoney(db, event, { owner: payer, token, change: -reserved, kind: "reserved", channelId });
  return {};
});

handle("escrow:ChannelToppedUp", async (db, event) => {
  const { channelId, amount, reserved } = event.args;
  const { payer, token } = await db.update(channel, { id: channelId }).set({ reserved, changed: placeOf(event) });
  await moveMoney(db, event, { owner: payer, token, change: -amount, kind: "reserved", channelId });
  return { accounts: [payer] };
});

handle("escrow:ChannelClosing", async (db, event) => {
  const { channelId, closeAt } = event.args;
  const change = { state: "closing", closeAt: Number(closeAt), changed: placeOf(event) } as const;
  const { payer, payee } = await db.update(channel, { id: channelId }).set(change);
  return { accounts: [payer, payee] };
});

handle("escrow:ChannelClosed", async (db, event) => {
  const { channelId, returned } = event.args;
  const change = { state: "closed", reserved: 0n, closeAt: null, changed: placeOf(event) } as const;
  const { payer, payee, token } = await db.update(channel, { id: channelId }).set(change);
  await moveMoney(db, event, { owner: payer, token, change: returned, kind: "released", channelId });
  return { accounts: [payer, payee] };
});

handle("escrow:Redeemed", async (db, event) => {
  const { channelId, redeemed } = event.args;
  const before = await db.find(channel, { id: channelId });
  if (!before) throw new Error(`Channel ${channelId} paid and was never opened.`);
  const { payer, payee, token } = before;
  const amount = redeemed - before.redeemed;
  // The reservation pays first; the payer's free money what it lacks.
  const lacking = amount > before.reserved ? amount - before.reserved : 0n;
  const fromReservation = amount - lacking;
  const change = { redeemed, reserved: before.reserved - fromReservation, changed: placeOf(event) };
  await db.update(channel, { id: channelId }).set(change);
  await moveMoney(db, event, { owner: payee, token, change: amount, kind: "redeemed", channelId });
  await moveMoney(db, event, { owner: payer, token, change: -lacking, kind: "drawn", channelId }, 1);
  return { accounts: [payer, payee] };
});

handle("escrow:RedemptionShort");
handle("escrow:RedemptionRefused");
