import { unixSeconds } from "@computehive/protocol/clock";
import { raisedFees, withinLimit } from "@computehive/sdk/sending/fees";
import type { Fees } from "@computehive/sdk/sending/sender-chain";
import { keccak256 } from "viem";
import { type CarrierPolicy, type CarrierPorts, inGwei } from "./carrier-ports.ts";
import type { SignedVersion, StatementRow } from "./statement-rows.ts";

/** So many transactions wait for a block at once: nodes of chains drop long queues of one sender. */
const IN_FLIGHT = 16;
const BATCH = 200;
/** After so long without a block, a version with a higher fee takes its place. Seconds. */
const REPLACE_AFTER = 30;
/** An endpoint may know that a nonce is used before it knows by which transaction. Seconds. */
const RECEIPT_LAG = 30;
const MAX_VERSIONS = 8;
const MAX_REASON = 400;
const FELL_THROUGH = "The transaction failed: something changed between the look and the block.";

/** Where the chain stands at the beginning of a round. */
interface Standing {
  /** The next free nonce of what is mined. */
  readonly count: number;
  readonly head: bigint;
}

/**
 * Takes everything under way one step further: follows what was sent, sends what waits. Each transaction is signed and written down
 * before it is sent, so that a kill at any point sends the same bytes again. One round at a time for a key.
 *
 * @returns how many are under way.
 */
export async function sendStatements(ports: CarrierPorts, policy: CarrierPolicy): Promise<number> {
  const { rows, sending, signer } = ports;
  const open = await rows.open(signer.address, BATCH);
  if (open.length === 0) return 0;
  const [count, head] = await Promise.all([sending.transactionCount(signer.address), sending.headNumber()]);
  const followed: StatementRow[] = [];
  for (const row of open) {
    followed.push(row.nonce === undefined ? row : await follow(row, { count, head }, ports, policy));
  }
  const underWay = followed.filter(({ nonce, status }) => nonce !== undefined && status === "sent");
  let nonce = underWay.reduce((next, row) => Math.max(next, row.nonce! + 1), count);
  let free = IN_FLIGHT - underWay.length;
  for (const row of followed) {
    if (row.status !== "waiting" || free <= 0) continue;
    if (!(await send(row, nonce, ports, policy))) continue;
    nonce += 1;
    free -= 1;
  }
  return open.length;
}

async function follow(
  row: StatementRow,
  { count, head }: Standing,
  ports: CarrierPorts,
  policy: CarrierPolicy,
): Promise<StatementRow> {
  const { sending, clock } = ports;
  for (const { hash } of row.versions.toReversed()) {
    const receipt = await sending.receipt(hash);
    if (!receipt) continue;
    const isFinal = head - receipt.block.number + 1n >= BigInt(policy.confirmations);
    const ended = receipt.succeeded ? "done" : "failed";
    const { reason: _, ...rest } = row;
    return update(ports, {
      ...rest,
      status: isFinal ? ended : "mined",
      transaction: hash,
      costGwei: inGwei(receipt.cost),
      ...(!receipt.succeeded && { reason: FELL_THROUGH }),
    });
  }
  const now = unixSeconds(clock);
  // The chain went back: the same bytes are sent again.
  if (row.status === "mined") return follow(await update(ports, fellOut(row, now)), { count, head }, ports, policy);
  if (count > row.nonce!) return nonceTaken(row, ports);
  const raised = now - row.sentAt! < REPLACE_AFTER ? undefined : await replacement(row, ports, policy);
  return broadcast(raised ?? row, ports);
}

function fellOut({ transaction: _, reason: __, ...row }: StatementRow, now: number): StatementRow {
  return { ...row, status: "sent", sentAt: now };
}

/** The nonce went to something else: the key was used elsewhere. Old bytes can never act again, so the statement starts anew. */
async function nonceTaken(row: StatementRow, ports: CarrierPorts): Promise<StatementRow> {
  if (unixSeconds(ports.clock) - row.sentAt! < RECEIPT_LAG) return row;
  ports.logger.warn({ statement: row.id, nonce: row.nonce }, "another transaction used the carrier's nonce");
  const { nonce: _, sentAt: __, ...rest } = row;
  return update(ports, { ...rest, status: "waiting", versions: [] });
}

async function replacement(
  row: StatementRow,
  ports: CarrierPorts,
  { maxFeePerGas }: CarrierPolicy,
): Promise<StatementRow | undefined> {
  if (row.versions.length >= MAX_VERSIONS) return undefined;
  const fees = raisedFees(row.versions.at(-1)!, await ports.sending.fees(), maxFeePerGas);
  return fees && record(row, row.nonce!, fees, ports);
}

async function send(
  row: StatementRow,
  nonce: number,
  ports: CarrierPorts,
  { maxFeePerGas }: CarrierPolicy,
): Promise<boolean> {
  const { sending, signer } = ports;
  const call = { from: signer.address, to: row.target, data: row.data };
  const estimate = await sending.estimate(call, "pending");
  if (estimate.kind === "impossible" && estimate.error === "insufficient-funds") return false;
  if (estimate.kind === "impossible") {
    await update(ports, { ...row, status: "failed", costGwei: 0, reason: estimate.message.slice(0, MAX_REASON) });
    return false;
  }
  const fees = withinLimit(await sending.fees(), maxFeePerGas);
  await broadcast(await record(row, nonce, fees, ports), ports);
  return true;
}

/** Signs and writes down what may be sent from now on. */
async function record(row: StatementRow, nonce: number, fees: Fees, ports: CarrierPorts): Promise<StatementRow> {
  const { deployment, signer, clock } = ports;
  const { maxFeePerGas, maxPriorityFeePerGas } = fees;
  const raw = await signer.signTransaction({
    type: "eip1559",
    chainId: deployment.chainId,
    nonce,
    to: row.target,
    data: row.data,
    gas: row.gas,
    maxFeePerGas,
    maxPriorityFeePerGas,
  });
  const version: SignedVersion = { raw, hash: keccak256(raw), maxFeePerGas, maxPriorityFeePerGas };
  return update(ports, {
    ...row,
    status: "sent",
    nonce,
    versions: [...row.versions, version],
    costGwei: inGwei(row.gas * maxFeePerGas),
    sentAt: unixSeconds(clock),
  });
}

async function broadcast(row: StatementRow, ports: CarrierPorts): Promise<StatementRow> {
  const result = await ports.sending.broadcast(row.versions.at(-1)!.raw);
  if (result.kind === "refused")
    ports.logger.warn({ statement: row.id, reason: result.message }, "the chain does not take a carried statement yet");
  return row;
}

async function update({ rows }: CarrierPorts, row: StatementRow): Promise<StatementRow> {
  await rows.update(row);
  return row;
}
