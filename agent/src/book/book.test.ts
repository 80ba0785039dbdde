import { type Hex, keccak256 } from "viem";
import { describe, expect, it } from "vitest";
import { openMemoryLedger } from "../adapters/sqlite/open-ledger.ts";
import { openOrder } from "../testing/orders.ts";
import type { BlockRef } from "./block-ref.ts";
import { type BookOptions, type SyncResult, syncBook } from "./book.ts";
import type { BookChain } from "./chain-port.ts";
import type { BookEvent } from "./events.ts";
import { createJobIndex } from "./job-index.ts";
import { jobOf } from "./job-of.ts";

const JOB_A: Hex = `0x${"aa".repeat(32)}`;
const JOB_B: Hex = `0x${"bb".repeat(32)}`;

describe("reading on", () => {
  it("reads all events in ranges and remembers where it stands", async () => {
    const { chain, sync, ledger } = setup({ logRange: 3n });
    chain.pass(4);
    chain.post(JOB_A);
    chain.pass(4);
    chain.post(JOB_B);
    expect((await sync()).kind).toBe("unchanged");
    expect(ledger.book.jobIds()).toEqual([JOB_A, JOB_B]);
    expect(ledger.book.head()).toEqual(chain.blocks.at(-1));
    expect(chain.asked.every(([from, to]) => to - from < 3n)).toBe(true);
  });

  it("asks for no block twice", async () => {
    const { chain, sync } = setup();
    chain.post(JOB_A);
    await sync();
    const asked = chain.asked.length;
    await sync();
    expect(chain.asked).toHaveLength(asked);
    chain.pass(1);
    await sync();
    expect(chain.asked.at(-1)).toEqual([2n, 2n]);
  });

  it("keeps nothing of answers that came from two chains", async () => {
    const { chain, ledger, once } = setup();
    chain.post(JOB_A);
    chain.beforeEvents = () => {
      chain.beforeEvents = () => undefined;
      chain.goBack(1);
      chain.post(JOB_B);
    };
    expect((await once()).kind).toBe("unchanged");
    expect(ledger.book.jobIds()).toEqual([]);
    await once();
    expect(ledger.book.jobIds()).toEqual([JOB_B]);
  });
});

describe("a chain that goes back", () => {
  it.each([1, 3, 20])(
    "%i blocks: forgets what is gone, tells it in the same step, reads the new ones",
    async (depth) => {
      const { chain, sync, once, ledger, rewinds } = setup();
      chain.pass(30);
      for (let i = 1; i < depth; i++) {
        chain.pass(1);
        await sync();
      }
      chain.post(JOB_A);
      await sync();
      const height = BigInt(chain.blocks.length - 1);
      chain.goBack(depth);
      chain.pass(depth - 1);
      chain.post(JOB_B);
      const result = await once();
      expect(result.kind).toBe("rewound");
      expect(rewinds).toHaveLength(1);
      expect(rewinds[0]! <= height - BigInt(depth)).toBe(true);
      expect(ledger.book.jobIds()).toEqual([]);
      await sync();
      expect(ledger.book.jobIds()).toEqual([JOB_B]);
      expect(jobOf(ledger, JOB_A)).toBeUndefined();
      expect(jobOf(ledger, JOB_B)?.state).toBe("open");
    },
  );

  it("notices a chain that became shorter and has not grown again", async () => {
    const { chain, sync, once, ledger, rewinds } = setup();
    chain.pass(5);
    chain.post(JOB_A);
    await sync();
    chain.goBack(2);
    expect((await once()).kind).toBe("rewound");
    await sync();
    expect(rewinds.length).toBe(1);
    expect(ledger.book.jobIds()).toEqual([]);
    expect(ledger.book.head()).toEqual(chain.blocks.at(-1));
  });

  it("reads everything again when the reorg is deeper than its memory", async () => {
    const { chain, sync, once, ledger, rewinds } = setup({ memory: 4 });
    chain.post(JOB_A);
    for (let i = 0; i < 10; i++) {
      chain.pass(1);
      await sync();
    }
    chain.goBack(8);
    chain.pass(20);
    expect(await once()).toMatchObject({ kind: "rewound", ancestor: -1n });
    expect(rewinds).toEqual([-1n]);
    await sync();
    expect(ledger.book.jobIds()).toEqual([JOB_A]);
  });

  it("does not believe a chain with another first block, however long it is", async () => {
    const { chain, sync, once, ledger } = setup();
    chain.post(JOB_A);
    await sync();
    chain.replace(50);
    expect(await once()).toMatchObject({ kind: "replaced" });
    expect(ledger.book.jobIds()).toEqual([JOB_A]);
  });

  it("does not begin on the wrong chain", async () => {
    const { chain, once, ledger } = setup();
    chain.replace(3);
    expect((await once()).kind).toBe("replaced");
    expect(ledger.book.head()).toBeUndefined();
  });
});

describe("the index of jobs", () => {
  it("holds open jobs only, and forgets what a reorg took", async () => {
    const { chain, sync, once, ledger } = setup();
    chain.post(JOB_A);
    chain.pass(3);
    chain.post(JOB_B);
    await sync();
    const index = createJobIndex(ledger);
    expect(index.open().map(({ jobId }) => jobId)).toEqual([JOB_A, JOB_B]);
    chain.cancel(JOB_A);
    await sync();
    index.refresh([JOB_A]);
    expect(index.open().map(({ jobId }) => jobId)).toEqual([JOB_B]);
    chain.goBack(1);
    await once();
    index.rebuild();
    expect(index.open().map(({ jobId }) => jobId)).toEqual([JOB_A, JOB_B]);
  });

  it("keeps nothing of orders that were cancelled and never posted", async () => {
    const { chain, sync, ledger } = setup();
    chain.cancel(JOB_A);
    chain.post(JOB_B);
    await sync();
    const index = createJobIndex(ledger);
    expect(index.open().map(({ jobId }) => jobId)).toEqual([JOB_B]);
    expect(ledger.book.jobIds()).toEqual([JOB_B]);
  });

  it("prunes ended jobs of others, and keeps those it is told to", async () => {
    const { chain, sync, ledger } = setup();
    chain.post(JOB_A);
    chain.cancel(JOB_A);
    chain.post(JOB_B);
    chain.cancel(JOB_B);
    chain.pass(10);
    await sync();
    createJobIndex(ledger).prune(10n, (jobId) => jobId === JOB_B);
    expect(ledger.book.jobIds()).toEqual([JOB_B]);
  });
});

function setup(change: Partial<BookOptions> = {}) {
  const chain = createChain();
  const ledger = openMemoryLedger();
  const rewinds: bigint[] = [];
  const options: BookOptions = {
    genesisHash: chain.blocks[0]!.hash,
    firstBlock: 0n,
    logRange: 1_000n,
    memory: 256,
    ...change,
  };
  const once = () => syncBook({ chain, ledger, onRewind: (ancestor) => void rewinds.push(ancestor) }, options);
  const sync = async (): Promise<SyncResult> => {
    for (;;) {
      const result = await once();
      if (result.kind === "unchanged" || result.kind === "replaced") return result;
    }
  };
  return { chain, ledger, rewinds, once, sync };
}

interface FakeChain extends BookChain {
  blocks: BlockRef[];
  asked: [bigint, bigint][];
  beforeEvents(): void;
  pass(count: number): void;
  post(jobId: Hex): void;
  cancel(jobId: Hex): void;
  goBack(depth: number): void;
  replace(length: number): void;
}

function createChain(): FakeChain {
  let serial = 0;
  let events: BookEvent[] = [];
  const fresh = (number: number): BlockRef => ({
    number: BigInt(number),
    hash: keccak256(`0x${(++serial).toString(16).padStart(64, "0")}`),
    timestamp: BigInt(1_000 + number),
  });
  const append = (make?: (block: BlockRef) => BookEvent) => {
    const block = fresh(chain.blocks.length);
    chain.blocks.push(block);
    if (make) events.push(make(block));
  };
  const eventAt = (block: BlockRef, jobId: Hex, log: unknown): BookEvent => ({
    blockNumber: block.number,
    blockHash: block.hash,
    blockTime: block.timestamp,
    logIndex: 0,
    jobId,
    log: {
      ...(log as object),
      blockNumber: block.number,
      blockHash: block.hash,
      logIndex: 0,
      transactionHash: block.hash,
    } as unknown as BookEvent["log"],
  });
  const chain: FakeChain = {
    blocks: [fresh(0)],
    asked: [],
    beforeEvents: () => undefined,
    genesisHash: async () => chain.blocks[0]!.hash,
    head: async () => chain.blocks.at(-1)!,
    blockAt: async (number) => chain.blocks[Number(number)],
    async events(from, to) {
      chain.beforeEvents();
      chain.asked.push([from, to]);
      return events.filter(({ blockNumber }) => blockNumber >= from && blockNumber <= to);
    },
    pass(count) {
      for (let i = 0; i < count; i++) append();
    },
    post: (jobId) =>
      append((block) => eventAt(block, jobId, { eventName: "JobPosted", args: { jobId, ...openOrder() } })),
    cancel: (jobId) => append((block) => eventAt(block, jobId, { eventName: "JobCancelled", args: { jobId } })),
    goBack(depth) {
      chain.blocks = chain.blocks.slice(0, chain.blocks.length - depth);
      events = events.filter(({ blockNumber }) => blockNumber < BigInt(chain.blocks.length));
    },
    replace(length) {
      chain.blocks = [];
      events = [];
      chain.pass(length);
    },
  };
  return chain;
}
