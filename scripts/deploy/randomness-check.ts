import { ComputeHiveError } from "@computehive/protocol/error";
import { encodeHeader, type RpcHeader, readHeader } from "@computehive/sdk/randomness/header-rlp";
import { hexToBigInt, type PublicClient } from "viem";

/** Enough to tell a constant; the contract's own view takes up to 16. */
const HEADERS = 8;
/** Init code that returns the block number as contracts see it: NUMBER, MSTORE at 0, RETURN 32 bytes. */
const BLOCK_NUMBER_CODE = "0x4360005260206000f3";
/** Between two requests the chain goes on. */
const BLOCKS_BETWEEN_REQUESTS = 32n;

/**
 * Refuses a chain on which the randomness of headers would be none: where `prevRandao` is constant or zero, where headers are not what
 * HeaderRandomness reads, or where contracts count other blocks than these. It cannot tell a `prevRandao` that a sequencer chooses.
 *
 * @throws HeadersNotRandomError with the reason.
 */
export async function checkHeaderRandomness(publicClient: PublicClient): Promise<void> {
  const latest = await publicClient.getBlockNumber({ cacheTime: 0 });
  if (latest < BigInt(HEADERS)) {
    throw new HeadersNotRandomError({ reason: `The chain has ${latest} blocks, and ${HEADERS} are needed to judge.` });
  }
  const numbers = Array.from({ length: HEADERS }, (_, i) => latest - BigInt(i));
  const headers = await Promise.all(numbers.map((number) => readHeader(publicClient, number)));
  const reason = whyNotRandom(headers) ?? (await whyNotCounted(publicClient, latest));
  if (reason) throw new HeadersNotRandomError({ reason });
}

function whyNotRandom(headers: readonly RpcHeader[]): string | undefined {
  const foreign = headers.find((header) => !encodeHeader(header));
  if (foreign) return `The header of block ${BigInt(foreign["number"]!)} has other fields than Ethereum's.`;
  const seeds = headers.map((header) => hexToBigInt(header["mixHash"]!));
  if (seeds.includes(0n)) return "Its headers say zero where their randomness should be.";
  if (new Set(seeds).size < seeds.length) return "Several of its headers have the same prevRandao.";
  if (headers.some((header) => BigInt(header["difficulty"]!) !== 0n)) return "Its headers have a difficulty.";
  return undefined;
}

async function whyNotCounted(publicClient: PublicClient, latest: bigint): Promise<string | undefined> {
  const { data } = await publicClient.call({ data: BLOCK_NUMBER_CODE });
  const counted = data ? hexToBigInt(data) : 0n;
  const isNear = counted >= latest && counted <= latest + BLOCKS_BETWEEN_REQUESTS;
  return isNear ? undefined : `Its contracts count ${counted} blocks where it has ${latest}.`;
}

export class HeadersNotRandomError extends ComputeHiveError {
  override readonly name = "HeadersNotRandomError";
  constructor({ reason }: { reason: string }) {
    super("A jury on this chain cannot draw by the randomness of headers.", {
      metaMessages: [reason, "Deploy with HIVE_RANDOMNESS=commit-reveal instead."],
    });
  }
}
