import type { Carried } from "@computehive/protocol/api/statement";
import { ComputeHiveError } from "@computehive/protocol/error";
import type { Hex } from "viem";
import { gatewayOf, type HiveClient } from "../hive-client.ts";
import { wait } from "../retry.ts";
import { type WriteOptions, write } from "../write.ts";
import { type BuyerStep, signStep, stepRequest } from "./buyer-step.ts";

/** Who sends the transaction of a step. */
export type Way = { readonly kind: "own" } | { readonly kind: "carried"; readonly withdrawalFee: bigint };

/** The gateway carries for accounts that hold none of the chain's coin, where it carries at all; all others send themselves. */
export async function wayOf(client: HiveClient, signal?: AbortSignal): Promise<Way> {
  const { publicClient, walletClient } = client;
  const address = walletClient?.account?.address;
  if (!address || (await publicClient.getBalance({ address })) > 0n) return { kind: "own" };
  return (await carriedBy(client, signal)) ?? { kind: "own" };
}

/** By the client's gateway, or nothing where it carries no statements. */
export async function carriedBy({ gateway }: HiveClient, signal?: AbortSignal): Promise<Way | undefined> {
  const carrier = (await gateway?.info({ signal }))?.carrier;
  return carrier && { kind: "carried", withdrawalFee: carrier.withdrawalFee };
}

/**
 * Takes a step and waits until it is mined.
 *
 * @throws CarriedInVainError where the gateway's transaction had no effect; else as `write` and the gateway's client do.
 */
export async function takeStep(
  client: HiveClient,
  step: BuyerStep,
  way: Way,
  options: WriteOptions = {},
): Promise<{ hash: Hex }> {
  if (way.kind === "own") return write(client, stepRequest(client, step), options);
  const statement = await signStep(client, step, { fee: way.withdrawalFee });
  options.signal?.throwIfAborted();
  return { hash: await waitUntilMined(client, await gatewayOf(client).carry(statement, options), options) };
}

const FIRST_POLL = 200;
const POLL_GROWTH = 1.5;
const SLOWEST_POLL = 3_000;

async function waitUntilMined(client: HiveClient, accepted: Carried, { signal, onHash }: WriteOptions): Promise<Hex> {
  let told: Hex | undefined;
  for (let carried = accepted, pause = FIRST_POLL; ; pause = Math.min(pause * POLL_GROWTH, SLOWEST_POLL)) {
    const { status, transaction, reason } = carried;
    if (status === "failed") throw new CarriedInVainError({ reason, transaction });
    if (transaction && !told) onHash?.(transaction);
    told ??= transaction;
    if (transaction && (status === "mined" || status === "done")) return transaction;
    await wait(pause, signal);
    carried = await gatewayOf(client).carried(carried.id, { signal });
  }
}

/** The gateway took the statement, and it had no effect. */
export class CarriedInVainError extends ComputeHiveError {
  override readonly name = "CarriedInVainError";
  constructor({ reason, transaction }: { reason: string | undefined; transaction: Hex | undefined }) {
    super(reason ?? "The transaction of the gateway failed: something changed in between. Look and try again.", {
      metaMessages: transaction ? [`Transaction: ${transaction}`] : [],
    });
  }
}
