import type { DatabaseSync } from "node:sqlite";
import type { Hex } from "viem";
import type { SecretStore } from "../../ledger/ledger.ts";

export function createSecretStore(sql: DatabaseSync): SecretStore {
  const get = sql.prepare("select secret from secrets where ticket = ?");
  const add = sql.prepare("insert into secrets (ticket, secret) values (?, ?)");
  const all = sql.prepare("select ticket, secret from secrets order by rowid");
  const forget = sql.prepare("delete from secrets");
  return {
    get(ticket) {
      const found = get.get(ticket.toString());
      return found && (String(found.secret) as Hex);
    },
    add: (ticket, secret) => void add.run(ticket.toString(), secret),
    forget: () => void forget.run(),
    all: () =>
      all.all().map(({ ticket, secret }) => ({ ticket: BigInt(String(ticket)), secret: String(secret) as Hex })),
  };
}
