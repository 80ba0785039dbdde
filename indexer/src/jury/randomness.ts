import { RANDOMNESS, SECRET_DEPOSIT, TOKEN } from "../deployment.ts";
import { handle } from "../handle.ts";
import { drawMoney, payMoney } from "../money/accounts.ts";

/** A secret that is not revealed leaves its deposit where it is, for ever. */
const OF_SECRET = { holder: RANDOMNESS, token: TOKEN, amount: SECRET_DEPOSIT, kind: "secret" } as const;

handle("randomness:SecretCommitted", async (db, event) => {
  await drawMoney(db, event, { ...OF_SECRET, owner: event.args.participant });
  return {};
});

handle("randomness:SecretRevealed", async (db, event) => {
  await payMoney(db, event, { ...OF_SECRET, owner: event.args.participant });
  return {};
});

handle("randomness:Requested");
handle("randomness:Proved");
