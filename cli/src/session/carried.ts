import { carriedBy, type Way, wayOf } from "@computehive/sdk/carrier/take-step";
import type { HiveClient } from "@computehive/sdk/hive-client";
import type { Argv } from "yargs";
import { UsageError } from "../usage-error.ts";
import type { Session } from "./session.ts";
import { money } from "./text.ts";

export interface CarriedOption {
  readonly carried?: boolean | undefined;
}

/** `--carried`, `--no-carried`, or neither: then by whether the account holds coin. */
export function carriedOption<T>(yargs: Argv<T>) {
  return yargs.option("carried", {
    type: "boolean",
    describe: "Sign only, and have the gateway send and pay for the transaction; by default if you hold no coin",
  });
}

/** Who sends, said to the person before anything is signed. @throws UsageError where the gateway carries nothing. */
export async function wayFor(session: Session, client: HiveClient, { carried }: CarriedOption): Promise<Way> {
  const { printer, signal } = session;
  const way = carried === undefined ? await wayOf(client, signal) : await chosenWay(client, carried, signal);
  if (way.kind === "carried") {
    const fee = way.withdrawalFee > 0n ? `, for ${money(way.withdrawalFee, await session.token())} a withdrawal` : "";
    printer.note(`You sign; the gateway sends and pays for the transaction${fee}.`);
  }
  return way;
}

async function chosenWay(client: HiveClient, carried: boolean, signal: AbortSignal): Promise<Way> {
  if (!carried) return { kind: "own" };
  const way = await carriedBy(client, signal);
  if (way) return way;
  throw new UsageError("No gateway carries statements for you.", {
    field: "carried",
    rule: "a gateway whose /v1/info names a carrier",
    given: client.gateway?.url ?? "no gateway",
  });
}
