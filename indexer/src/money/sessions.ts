import { session } from "ponder:schema";
import { handle } from "../handle.ts";
import { placeOf } from "../record/place.ts";
import { moveMoney } from "./accounts.ts";

handle("escrow:SessionOpened", async (db, event) => {
  const { owner, key, token, budget } = event.args;
  // Once for each key and token: a session is its owner's for ever, also when it ended.
  await db.insert(session).values({ key, token, owner, isOpen: true, opened: placeOf(event) });
  await moveMoney(db, event, { owner, token, change: -budget, kind: "session" });
  await moveMoney(db, event, { owner: key, token, change: budget, kind: "session" }, 1);
  return {};
});

handle("escrow:SessionEmptied", async (db, event) => {
  const { owner, key, token, amount } = event.args;
  await moveMoney(db, event, { owner: key, token, change: -amount, kind: "session" });
  await moveMoney(db, event, { owner, token, change: amount, kind: "session" }, 1);
  return {};
});

handle("escrow:SessionEnded", async (db, event) => {
  const { key, token } = event.args;
  await db.update(session, { key, token }).set({ isOpen: false });
  return {};
});
