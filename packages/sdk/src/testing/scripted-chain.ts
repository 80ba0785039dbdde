import { type Hex, keccak256, parseTransaction } from "viem";
import type { SenderChain } from "../sending/sender-chain.ts";

/** A chain in memory for tests of whatever sends transactions: it does what the test says, and counts what reached it. */
export interface ScriptedChain extends SenderChain {
  /** Bytes handed over, in order, repetitions included. */
  readonly broadcasts: Hex[];
  /** Puts everything pending into a block; `succeed` false makes the calls fail. */
  mine(options?: { succeed?: boolean }): void;
  /** Adds blocks without transactions. */
  pass(blocks: number): void;
  /** Takes the newest `depth` blocks and their transactions away, and forgets what was pending. */
  goBack(depth: number): void;
  /** Somebody else uses this key: the next nonce is gone. */
  takeNonce(): void;
  /** What the next calls are answered: nothing means possible. */
  refuse(error: string | undefined): void;
  down(isDown: boolean): void;
  feeFactor(percent: bigint): void;
  /** Wei that every account holds. */
  setBalance(wei: bigint): void;
}

interface Mined {
  hash: Hex;
  nonce: number;
  succeeded: boolean;
}

export function createScriptedChain(): ScriptedChain {
  const blocks: { hash: Hex; transactions: Mined[]; foreign: number }[] = [];
  const pending = new Map<number, { hash: Hex; maxFeePerGas: bigint }>();
  const broadcasts: Hex[] = [];
  let serial = 0;
  let refusal: string | undefined;
  let isDown = false;
  let percent = 100n;
  let balance = 10n ** 18n;

  const nonce = () => blocks.reduce((sum, { transactions, foreign }) => sum + transactions.length + foreign, 0);
  const add = (transactions: Mined[], foreign = 0) =>
    blocks.push({ hash: keccak256(`0x${(++serial).toString(16).padStart(64, "0")}`), transactions, foreign });
  const answer = <Result>(value: Result): Promise<Result> =>
    isDown ? Promise.reject(new Error("The chain does not answer.")) : Promise.resolve(value);
  add([]);

  return {
    broadcasts,
    transactionCount: () => answer(nonce()),
    fees: () =>
      answer({
        maxFeePerGas: (2_000_000_000n * percent) / 100n,
        maxPriorityFeePerGas: (1_000_000_000n * percent) / 100n,
      }),
    estimate: () =>
      answer(
        refusal === undefined
          ? { kind: "possible", gas: 100_000n }
          : { kind: "impossible", error: refusal, message: refusal },
      ),
    async broadcast(raw) {
      await answer(undefined);
      broadcasts.push(raw);
      const transaction = parseTransaction(raw);
      const at = transaction.nonce ?? 0;
      if (at < nonce()) return { kind: "nonceUsed" };
      const held = pending.get(at);
      const maxFeePerGas = transaction.maxFeePerGas ?? 0n;
      if (held && held.hash !== keccak256(raw) && maxFeePerGas * 100n < held.maxFeePerGas * 110n)
        return { kind: "refused", message: "replacement transaction underpriced" };
      pending.set(at, { hash: keccak256(raw), maxFeePerGas });
      return { kind: "accepted" };
    },
    async receipt(hash) {
      await answer(undefined);
      for (const [number, block] of blocks.entries()) {
        const found = block.transactions.find((transaction) => transaction.hash === hash);
        if (found) return { block: { number: BigInt(number), hash: block.hash }, succeeded: found.succeeded, cost: 1n };
      }
      return undefined;
    },
    headNumber: () => answer(BigInt(blocks.length - 1)),
    balance: () => answer(balance),
    mine({ succeed = true } = {}) {
      const transactions: Mined[] = [];
      for (let next = nonce(); pending.has(next); next++) {
        transactions.push({ hash: pending.get(next)!.hash, nonce: next, succeeded: succeed });
        pending.delete(next);
      }
      add(transactions);
    },
    pass(count) {
      for (let i = 0; i < count; i++) add([]);
    },
    goBack(depth) {
      blocks.splice(blocks.length - depth, depth);
      pending.clear();
    },
    takeNonce: () => void add([], 1),
    refuse(error) {
      refusal = error;
    },
    down(value) {
      isDown = value;
    },
    feeFactor(value) {
      percent = value;
    },
    setBalance(wei) {
      balance = wei;
    },
  };
}
