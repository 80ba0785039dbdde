import { cidFromDigest } from "@computehive/protocol/cid";
import type { ExecutionRow } from "../ledger/ledger.ts";
import { signReceipt } from "../money/receipts.ts";
import type { WorkContext } from "./context.ts";
import { type ExecutionFolder, executionFolder } from "./files.ts";
import { GatewayFault } from "./gateway-port.ts";
import { receiptOf } from "./receipt-of.ts";

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Brings outputs, result document and receipt to the gateway, and goes on trying for as long as the execution lives: work that was done
 * is lost only if it cannot be delivered in the end.
 */
export async function deliver(row: ExecutionRow, context: WorkContext, signal: AbortSignal): Promise<void> {
  const work = row.work!;
  const { receipt, signature } = await signReceipt(receiptOf(row, work, context.node), {
    ledger: context.ledger,
    signer: context.receipts,
  });
  const folder = executionFolder(context.dataFolder, row.executionId);
  if (!context.faults.withhold) {
    for (const { cid, file } of work.blobs)
      await persist(() => putBlob(cid, file, folder, context, signal), context, signal);
  }
  const resultCid = cidFromDigest(work.outputHash);
  await persist(() => context.gateway.putReceipt(receipt, signature, resultCid, signal), context, signal);
}

async function putBlob(
  cid: string,
  file: string,
  folder: ExecutionFolder,
  { gateway }: WorkContext,
  signal: AbortSignal,
): Promise<void> {
  const bytes = folder.read(file);
  if (!bytes) throw new Error(`The result ${file} was stored and is gone from the data folder.`);
  await gateway.putBlob(cid, bytes, signal);
}

async function persist(work: () => Promise<void>, { log, wait }: WorkContext, signal: AbortSignal): Promise<void> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof GatewayFault)) throw error;
      log.warn({ kind: error.kind, why: error.metaMessages }, error.shortMessage);
      await wait(pause, signal);
    }
  }
}
