import { type Address, type Hex, keccak256, toHex } from "viem";
import { ChainUnavailableError } from "../chain.ts";
import type { ChainEvent, ChainEvents } from "../watch/chain-events.ts";

type Happening = ChainEvent extends infer Event ? (Event extends ChainEvent ? Omit<Event, keyof Place> : never) : never;
interface Place {
  readonly blockNumber: number;
  readonly transactionHash: Hex;
  readonly at: number;
}

/** A chain of events that a test writes, forks and takes away. */
export interface FakeEvents extends ChainEvents {
  /** One block with these events. @returns its number. */
  mine(...happenings: readonly (Happening & { transactionHash?: Hex })[]): number;
  /** Takes the newest `depth` blocks away. @returns what they held, oldest first. */
  fork(depth: number): Happening[];
  setDown(isDown: boolean): void;
  readonly parties: { buyer: Address; provider: Address };
  thaw: { amount: bigint; thawedAt: number };
}

export function createFakeEvents(parties: { buyer: Address; provider: Address }): FakeEvents {
  interface Block {
    hash: Hex;
    events: ChainEvent[];
  }
  let version = 0;
  let isDown = false;
  const newBlock = (events: ChainEvent[]): Block => ({ hash: keccak256(toHex(`block ${version++}`)), events });
  const blocks: Block[] = [newBlock([])];

  const ask = async <Answer>(answer: () => Answer): Promise<Answer> => {
    if (isDown) throw new ChainUnavailableError({ reason: "the test took the RPC away" });
    return answer();
  };
  const at = (number: number) => {
    const block = blocks[number];
    return block && { number, hash: block.hash };
  };

  const fake: FakeEvents = {
    parties,
    thaw: { amount: 0n, thawedAt: 0 },
    mine(...happenings) {
      const blockNumber = blocks.length;
      const block = newBlock([]);
      block.events = happenings.map(
        (happening, index) =>
          ({
            transactionHash: keccak256(toHex(`transaction ${version}.${index}`)),
            ...happening,
            blockNumber,
            at: Date.UTC(2030, 0, 1) / 1000 + blockNumber,
          }) as ChainEvent,
      );
      blocks.push(block);
      return blockNumber;
    },
    fork: (depth) => blocks.splice(-depth, depth).flatMap(({ events }) => events),
    setDown(down) {
      isDown = down;
    },
    head: () => ask(() => at(blocks.length - 1) as { number: number; hash: Hex }),
    blockAt: (number) => ask(() => at(number)),
    read: ({ from, to }) => ask(() => blocks.slice(from, to + 1).flatMap(({ events }) => events)),
    buyerOf: () => ask(() => parties.buyer),
    providerOfExecution: () => ask(() => parties.provider),
    lastProviderOf: () => ask(() => parties.provider),
    providerOfNode: () => ask(() => parties.provider),
    thawOf: () => ask(() => fake.thaw),
  };
  return fake;
}
