import type { Hex } from "viem";
import type { Action, TransactionRow } from "../ledger/ledger.ts";
import { createMutex } from "../mutex.ts";
import { advance, broadcast, revise } from "./advance.ts";
import { type Intent, type PrepareResult, prepare, type SenderPorts, sign } from "./prepare.ts";

/** The one place that signs and sends transactions with its key. */
export interface Sender {
  /**
   * Makes `intent` happen once: the first request records, signs and sends it; later ones find it. A restart anywhere in between
   * sends the very same bytes. Only where a reorg made those void do the bytes of a later request replace them, with the same nonce.
   */
  request(intent: Intent, signal?: AbortSignal): Promise<PrepareResult>;
  /** Takes all open transactions a step further. */
  advanceAll(signal?: AbortSignal): Promise<void>;
  /** Looks again at everything that was part of a block after `number`: the chain went back to there. */
  reopen(number: bigint): void;
  /** Gives everything up: this is another chain. */
  abandonAll(reason: string): void;
  /** The version that counts, if there is any. */
  statusOf(subject: Hex, action: Action): TransactionRow | undefined;
}

export function createSender(ports: SenderPorts): Sender {
  const { ledger, clock } = ports;
  const mutex = createMutex();

  const request: Sender["request"] = (intent, signal) =>
    mutex(async () => {
      const prepared = await prepare(intent, ports, signal);
      if (prepared.kind === "exists")
        return { kind: "exists", row: await revise(prepared.row, intent.data, ports, signal) };
      if (prepared.kind === "impossible") return prepared;
      const signed = await sign(prepared.row, ports);
      return { kind: "recorded", row: await broadcast(signed, ports, signal) };
    });

  return {
    request,
    advanceAll: (signal) =>
      mutex(async () => {
        for (const row of ledger.transactions.withStatus(["recorded", "signed", "sent", "mined"])) {
          signal?.throwIfAborted();
          const current = ledger.transactions.of(row.subject, row.action).find(({ id }) => id === row.id);
          if (current?.status !== row.status) continue;
          await advance(row, ports, signal);
        }
      }),
    reopen(number) {
      ledger.atomically(() => {
        for (const row of ledger.transactions.withStatus(["final"])) {
          if (row.block && row.block.number > number) ledger.transactions.update({ ...row, status: "mined" });
        }
      });
    },
    abandonAll(reason) {
      ledger.atomically(() => {
        for (const row of ledger.transactions.withStatus(["recorded", "signed", "sent", "mined", "final"])) {
          ledger.transactions.update({ ...row, status: "lost", reason });
        }
        ledger.notes.add({ at: clock.now(), subject: "sender", kind: "transactions-abandoned", text: reason });
      });
    },
    statusOf: (subject, action) => {
      const versions = ledger.transactions.of(subject, action);
      return versions.findLast(({ status }) => status !== "replaced") ?? versions.at(-1);
    },
  };
}
