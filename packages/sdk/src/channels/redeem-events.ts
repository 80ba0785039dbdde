import { channelIdOf, REFUSALS, type Refusal, SHORTFALLS, type Shortfall } from "@computehive/protocol/channel";
import { escrowAbi } from "@computehive/protocol/contracts";
import { encodeEventTopics, type Hex, isAddressEqual, type Log, parseEventLogs, type TransactionReceipt } from "viem";
import { readAllLogs } from "../chain-logs.ts";
import type { HiveClient } from "../hive-client.ts";
import type { SignedVoucher } from "./voucher.ts";

/** What became of one voucher of a call, by the call's events. Amounts in the token's smallest unit. */
export type RedeemResult =
  | { readonly kind: "paid"; readonly paid: bigint }
  /** `paid` may be zero; the rest stays due. */
  | { readonly kind: "short"; readonly paid: bigint; readonly missing: bigint; readonly shortfall: Shortfall }
  | { readonly kind: "refused"; readonly fault: Refusal };

/** Results of the call's vouchers, in its order. */
export async function redeemResults(
  client: HiveClient,
  receipt: TransactionReceipt,
  vouchers: readonly SignedVoucher[],
): Promise<RedeemResult[]> {
  const events = eventsOf(client, receipt.logs);
  const redeemed = await redeemedBefore(client, receipt, events);
  let at = 0;
  return vouchers.map(({ channel }) => {
    const channelId = channelIdOf(channel);
    const next = (): RedeemEvent | undefined => (events[at]?.args.channelId === channelId ? events[at] : undefined);
    const first = next();
    if (!first) throw new TypeError(`Transaction ${receipt.transactionHash} says nothing of channel ${channelId}.`);
    at++;
    if (first.eventName === "RedemptionRefused") return { kind: "refused", fault: refusalOf(first.args.reason) };
    const before = redeemed.get(channelId) ?? 0n;
    if (first.eventName === "Redeemed") {
      redeemed.set(channelId, first.args.redeemed);
      return { kind: "paid", paid: first.args.redeemed - before };
    }
    const second = next();
    const isPaid = second?.eventName === "Redeemed";
    if (isPaid) {
      at++;
      redeemed.set(channelId, second.args.redeemed);
    }
    const { missing, reason } = first.args;
    return {
      kind: "short",
      paid: isPaid ? second.args.redeemed - before : 0n,
      missing,
      shortfall: shortfallOf(reason),
    };
  });
}

const EVENT_NAMES = ["Redeemed", "RedemptionShort", "RedemptionRefused"] as const;

function eventsOf({ deployment }: HiveClient, logs: readonly Log<bigint, number, false>[]) {
  return parseEventLogs({ abi: escrowAbi, eventName: [...EVENT_NAMES], logs: [...logs], strict: true }).filter(
    ({ address }) => isAddressEqual(address, deployment.contracts.escrow),
  );
}

type RedeemEvent = ReturnType<typeof eventsOf>[number];

const REDEEMED = encodeEventTopics({ abi: escrowAbi, eventName: "Redeemed" })[0];

/** What each channel had paid right before this call: by the block before, and by what others redeemed in the same block. */
async function redeemedBefore(
  client: HiveClient,
  { blockNumber, logs }: TransactionReceipt,
  events: readonly RedeemEvent[],
): Promise<Map<Hex, bigint>> {
  const { publicClient, deployment } = client;
  const { escrow } = deployment.contracts;
  const ids = [...new Set(events.map(({ args }) => args.channelId))];
  if (ids.length === 0) return new Map();
  const records = await Promise.all(
    ids.map((channelId) =>
      publicClient.readContract({
        address: escrow,
        abi: escrowAbi,
        functionName: "channelOf",
        args: [channelId],
        blockNumber: blockNumber - 1n,
      }),
    ),
  );
  const redeemed = new Map(ids.map((channelId, i) => [channelId, records[i]!.redeemed]));
  const inBlock = { fromBlock: blockNumber, toBlock: blockNumber };
  const all = await readAllLogs(publicClient, { address: escrow, topics: [REDEEMED, ids], ...inBlock });
  const first = Math.min(...logs.map(({ logIndex }) => logIndex));
  for (const event of eventsOf(
    client,
    all.filter(({ logIndex }) => logIndex < first),
  )) {
    if (event.eventName === "Redeemed") redeemed.set(event.args.channelId, event.args.redeemed);
  }
  return redeemed;
}

function refusalOf(reason: number): Refusal {
  return REFUSALS[reason] ?? "signature-invalid";
}

function shortfallOf(reason: number): Shortfall {
  return SHORTFALLS[reason] ?? "account-low";
}
