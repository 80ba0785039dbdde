import { escrowAbi, juryAbi } from "@computehive/protocol/contracts";
import { type Address, encodeEventTopics } from "viem";
import { readAllLogs } from "../chain-logs.ts";
import { addressOf, type HiveClient } from "../hive-client.ts";
import { type WriteOptions, type Written, write } from "../write.ts";
import { decodeJuryLogs } from "./jury-logs.ts";
import { juryOf, juryRequests } from "./jury-requests.ts";

export interface SeatView {
  readonly seat: bigint;
  readonly owner: Address;
  /** What is left of its price, in the token's smallest unit. */
  readonly money: bigint;
  /** Whether later cases may draw it. */
  readonly inPool: boolean;
  /** When it may be withdrawn, Unix seconds; 0 while in the pool. */
  readonly thawedAt: number;
  /** Chairs that it holds and that are not released. */
  readonly duties: number;
}

/** Draws a seat's price from the account in the escrow. The jury must be its operator with a sufficient cap. */
export async function buySeat(client: HiveClient, options?: WriteOptions): Promise<Written & { seat: bigint }> {
  const { deployment, publicClient } = client;
  const { escrow, token } = deployment.contracts;
  const { epoch } = await publicClient.readContract({
    address: escrow,
    abi: escrowAbi,
    functionName: "accountOf",
    args: [addressOf(client), token],
  });
  const written = await write(client, juryRequests.buySeat(deployment, { epoch }), options);
  const bought = decodeJuryLogs(written.receipt.logs).find((log) => log.eventName === "SeatBought");
  if (!bought) throw new TypeError(`Transaction ${written.hash} bought no seat.`);
  return { ...written, seat: bought.args.seat };
}

/** Takes a seat out of the pool: it thaws from now on. Cases that could draw it still can. */
export function giveUpSeat(client: HiveClient, seat: bigint, options?: WriteOptions): Promise<Written> {
  return write(client, juryRequests.giveUpSeat(client.deployment, { seat }), options);
}

/** Moves what a thawed seat holds into its owner's account. */
export function withdrawSeat(client: HiveClient, seat: bigint, options?: WriteOptions): Promise<Written> {
  return write(client, juryRequests.withdrawSeat(client.deployment, { seat }), options);
}

export async function readSeat({ publicClient, deployment }: HiveClient, seat: bigint): Promise<SeatView> {
  const view = await publicClient.readContract({
    address: juryOf(deployment),
    abi: juryAbi,
    functionName: "seatOf",
    args: [seat],
  });
  return { seat, ...view };
}

const SEAT_BOUGHT = encodeEventTopics({ abi: juryAbi, eventName: "SeatBought" })[0];

/** An owner's seats that were not withdrawn, oldest first. */
export async function listSeats(
  client: HiveClient,
  owner: Address = addressOf(client),
  { signal }: { signal?: AbortSignal } = {},
): Promise<SeatView[]> {
  const { deployment, publicClient } = client;
  const logs = await readAllLogs(publicClient, {
    address: juryOf(deployment),
    topics: [SEAT_BOUGHT, null, `0x${owner.slice(2).toLowerCase().padStart(64, "0")}`],
    fromBlock: BigInt(deployment.blockNumber),
    toBlock: await publicClient.getBlockNumber(),
    signal,
  });
  const bought = decodeJuryLogs(logs).filter((log) => log.eventName === "SeatBought");
  const seats = await Promise.all(bought.map(({ args }) => readSeat(client, args.seat)));
  return seats.filter((seat) => seat.owner.toLowerCase() === owner.toLowerCase());
}

/** What the jury and its pool look like now. Amounts in the token's smallest unit. */
export interface JuryView {
  readonly jury: Address;
  readonly seatPrice: bigint;
  readonly fee: bigint;
  readonly poolSize: bigint;
  /** Seats that a case opened now could draw. */
  readonly seasonedSeats: bigint;
}

export async function showJury({ publicClient, deployment }: HiveClient): Promise<JuryView> {
  const inJury = { address: juryOf(deployment), abi: juryAbi } as const;
  const [{ seatPrice, fee }, poolSize, seasonedSeats] = await Promise.all([
    publicClient.readContract({ ...inJury, functionName: "parameters" }),
    publicClient.readContract({ ...inJury, functionName: "poolSize" }),
    publicClient.readContract({ ...inJury, functionName: "seasonedSeats" }),
  ]);
  return { jury: inJury.address, seatPrice, fee, poolSize, seasonedSeats };
}
