import type { ExecutionResponse } from "@computehive/protocol/api/execution";
import type { Hex } from "viem";
import { ChainUnavailableError } from "../chain.ts";
import { GatewayError } from "../gateway-error.ts";
import type { Authority } from "./authority.ts";
import type { ExecutionRows, StoredReceipt, Writer } from "./execution-rows.ts";

export interface ReaderPorts {
  readonly rows: ExecutionRows;
  readonly authority: Authority;
}

/**
 * Whose statements about an execution are shown: those of the node that has it on the chain as it is now. While the chain
 * cannot be asked, those of the node that had it last.
 *
 * @throws ExecutionSilentError where no node said anything, or a reorganisation took the claim back.
 */
export async function writerOf(executionId: Hex, { rows, authority }: ReaderPorts): Promise<Writer> {
  const row = await rows.find(executionId);
  if (!row) throw new ExecutionSilentError({ executionId });
  try {
    const claim = await authority.claimOf(executionId, row.claim);
    if (!claim) throw new ExecutionSilentError({ executionId });
    return claim;
  } catch (error) {
    if (error instanceof ChainUnavailableError) return row.claim;
    throw error;
  }
}

export async function describeExecution(executionId: Hex, ports: ReaderPorts): Promise<ExecutionResponse> {
  const writer = await writerOf(executionId, ports);
  const { length } = await ports.rows.readLog(writer, { offset: 0, maxBytes: 0 });
  const receipt = await ports.rows.findReceipt(writer);
  return {
    executionId,
    node: writer.node,
    phases: await ports.rows.phasesOf(writer),
    logBytes: length,
    ...(receipt && { receipt: receipt.upload }),
  };
}

/** @throws ExecutionSilentError, ReceiptMissingError */
export async function findReceipt(executionId: Hex, ports: ReaderPorts): Promise<StoredReceipt> {
  const receipt = await ports.rows.findReceipt(await writerOf(executionId, ports));
  if (!receipt) throw new ReceiptMissingError({ executionId });
  return receipt;
}

export class ExecutionSilentError extends GatewayError {
  override readonly name = "ExecutionSilentError";
  constructor({ executionId }: { executionId: Hex }) {
    super("Nothing was reported to this gateway about this execution.", {
      code: "not-found",
      metaMessages: [`Execution: ${executionId}`],
      hint: "Its node may report to another gateway, or not have started to.",
    });
  }
}

export class ReceiptMissingError extends GatewayError {
  override readonly name = "ReceiptMissingError";
  constructor({ executionId }: { executionId: Hex }) {
    super("The node has not uploaded a receipt of this execution.", {
      code: "not-found",
      metaMessages: [`Execution: ${executionId}`],
    });
  }
}
