import { type EventNames, type IndexingFunctionArgs, ponder } from "ponder:registry";
import type { IndexedContract } from "@computehive/protocol/indexer-api/event";
import type { Db } from "./db.ts";
import { recordEvent } from "./record/record-event.ts";
import { argumentsAsJson, type Touches } from "./record/touches.ts";

type LogEventNames = Exclude<EventNames, `${string}:setup`>;
export type EventOf<name extends LogEventNames> = IndexingFunctionArgs<name>["event"];

/** What an event changes in the tables; answers what it touches beyond what its arguments name. */
export type Effect<name extends LogEventNames> = (db: Db, event: EventOf<name>) => Promise<Touches>;

/** Registers an event: its effect first, because that knows whom it touches, then the raw record. */
export function handle<name extends LogEventNames>(name: name, effect?: Effect<name>): void {
  const [contract = "", eventName = ""] = name.split(":");
  ponder.on(name, async ({ event, context }) => {
    const touched = (await effect?.(context.db, event)) ?? {};
    const { id, block, transaction, log, args } = event as Pick<
      EventOf<"market:JobCancelled">,
      "id" | "block" | "transaction" | "log"
    > & { args: unknown };
    await recordEvent(
      context.db,
      {
        id,
        block,
        transaction,
        log,
        contract: contract as IndexedContract,
        name: eventName,
        args: argumentsAsJson(args),
      },
      touched,
    );
  });
}
