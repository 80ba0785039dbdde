import { raisedFees, withinLimit } from "@computehive/sdk/sending/fees";
import { gasLimitOf } from "@computehive/sdk/sending/gas-limit";
import type { Hex } from "viem";
import type { TransactionRow } from "../ledger/ledger.ts";
import { type SenderPorts, sign } from "./prepare.ts";

/** Plain transfers cost this much gas, always. */
const TRANSFER_GAS = 21_000n;

/**
 * Takes one recorded transaction a step further and says what it is now. Every step can be repeated: after a restart the same
 * bytes are sent again, and a transaction that fell out of the chain is sent again as it was.
 */
export async function advance(row: TransactionRow, ports: SenderPorts, signal?: AbortSignal): Promise<TransactionRow> {
  if (row.status === "recorded") return advance(await sign(row, ports), ports, signal);
  const mined = await findMined(row, ports, signal);
  if (mined) return confirm(mined, ports, signal);
  const waiting = row.status === "mined" ? fellOut(row, ports) : row;
  return send(waiting, ports, signal);
}

/** Looks for the transaction in the chain; its version that was replaced may be the one that made it. */
async function findMined(
  row: TransactionRow,
  { chain, ledger }: SenderPorts,
  signal?: AbortSignal,
): Promise<TransactionRow | undefined> {
  for (const version of sameNonce(row, ledger.transactions.of(row.subject, row.action))) {
    const receipt = version.hash && (await chain.receipt(version.hash, signal));
    if (!receipt) continue;
    return { ...version, block: receipt.block, succeeded: receipt.succeeded, cost: receipt.cost };
  }
  return undefined;
}

function sameNonce(row: TransactionRow, versions: TransactionRow[]): TransactionRow[] {
  return versions.filter(({ unsigned }) => unsigned.nonce === row.unsigned.nonce).reverse();
}

async function confirm(
  row: TransactionRow,
  { chain, ledger, policy }: SenderPorts,
  signal?: AbortSignal,
): Promise<TransactionRow> {
  const depth = (await chain.headNumber(signal)) - row.block!.number + 1n;
  const { blockedAt: _, ...rest } = row;
  const settled: TransactionRow = { ...rest, status: depth >= BigInt(policy.confirmations) ? "final" : "mined" };
  ledger.atomically(() => {
    for (const other of sameNonce(row, ledger.transactions.of(row.subject, row.action))) {
      if (other.id !== row.id && other.status !== "replaced")
        ledger.transactions.update({ ...other, status: "replaced" });
    }
    ledger.transactions.update(settled);
  });
  return settled;
}

function fellOut(row: TransactionRow, { ledger, clock }: SenderPorts): TransactionRow {
  const { block, succeeded: _, cost: __, sentAt: ___, ...rest } = row;
  const back: TransactionRow = { ...rest, status: "sent" };
  ledger.atomically(() => {
    ledger.transactions.update(back);
    ledger.notes.add({
      at: clock.now(),
      subject: row.subject,
      kind: "transaction-fell-out",
      text: `The ${row.action} of nonce ${row.unsigned.nonce} is no longer part of the chain (it was in block ${block?.number}).`,
    });
  });
  return back;
}

async function send(row: TransactionRow, ports: SenderPorts, signal?: AbortSignal): Promise<TransactionRow> {
  const impossible = row.void ? undefined : await whyImpossible(row, ports, signal);
  if (impossible !== undefined) return wait(row, impossible, ports, signal);
  return broadcast(row, ports, signal);
}

/** Hands over the recorded bytes. The caller knows that the call behind them is possible. */
export async function broadcast(
  row: TransactionRow,
  ports: SenderPorts,
  signal?: AbortSignal,
): Promise<TransactionRow> {
  const { chain, clock, policy } = ports;
  const result = await chain.broadcast(row.raw!, signal);
  if (result.kind === "nonceUsed") return nonceUsed(row, ports, signal);
  if (result.kind === "refused") return update({ ...row, reason: result.message.slice(0, 300) }, ports);
  const { blockedAt, reason: _, ...rest } = row;
  // Time in which it could not be sent is no reason for a higher fee.
  const sentAt = blockedAt === undefined ? (row.sentAt ?? clock.now()) : clock.now();
  const sent = update({ ...rest, status: "sent", sentAt }, ports);
  if (clock.now() - (sent.sentAt ?? 0) < policy.replaceAfterMs) return sent;
  return replaceWithHigherFee(sent, ports, signal);
}

/** Before the same bytes are sent again: sending a call that must fail would only burn its gas. */
async function whyImpossible(
  row: TransactionRow,
  { chain, signer }: SenderPorts,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { to, data } = row.unsigned;
  const estimate = await chain.estimate({ from: signer.address, to, data }, "latest", signal);
  return estimate.kind === "impossible" ? estimate.error : undefined;
}

/**
 * The call cannot be made now. It may be possible again in a moment: what it builds on may itself be on its way back into the
 * chain. When it stays impossible, its nonce is used up by a transfer of nothing, so that nothing behind it waits for ever and the old
 * bytes can never act later.
 */
async function wait(
  row: TransactionRow,
  error: string,
  ports: SenderPorts,
  signal?: AbortSignal,
): Promise<TransactionRow> {
  const { clock, policy, chain, signer } = ports;
  if ((await chain.transactionCount(signer.address, signal)) > row.unsigned.nonce) return nonceUsed(row, ports, signal);
  const since = row.blockedAt ?? clock.now();
  if (clock.now() - since < policy.giveUpAfterMs)
    return row.blockedAt ? row : update({ ...row, blockedAt: since, reason: error }, ports);
  const current = withinLimit(await chain.fees(signal), policy.maxFeePerGas);
  const fees = raisedFees(row.unsigned, current, policy.maxFeePerGas * 2n) ?? current;
  return replace(
    row,
    { ...row.unsigned, ...fees, to: signer.address, data: "0x", gas: TRANSFER_GAS },
    ports,
    `its call is no longer possible (${error})`,
  );
}

/** The nonce is taken, and by none of ours that is in the chain: somebody else used this key, or the chain knows more than it says. */
async function nonceUsed(row: TransactionRow, ports: SenderPorts, signal?: AbortSignal): Promise<TransactionRow> {
  const { chain, signer, clock, policy } = ports;
  const mined = await findMined(row, ports, signal);
  if (mined) return confirm(mined, ports, signal);
  if ((await chain.transactionCount(signer.address, signal)) <= row.unsigned.nonce) return row;
  const since = row.blockedAt ?? clock.now();
  if (clock.now() - since < policy.giveUpAfterMs)
    return row.blockedAt ? row : update({ ...row, blockedAt: since }, ports);
  return update({ ...row, status: "lost", reason: "nonce-taken" }, ports);
}

/**
 * After a reorg the same action may need other bytes: the record that it brings names times of blocks that are gone. Where the old bytes
 * can no longer act and the new ones can, they take over the old ones' nonce, so that at most one of the two ever acts.
 */
export async function revise(
  row: TransactionRow,
  data: Hex,
  ports: SenderPorts,
  signal?: AbortSignal,
): Promise<TransactionRow> {
  const { chain, signer, policy } = ports;
  if (row.blockedAt === undefined || row.void || row.unsigned.data === data) return row;
  const estimate = await chain.estimate({ from: signer.address, to: row.unsigned.to, data }, "latest", signal);
  const fees = raisedFees(row.unsigned, await chain.fees(signal), policy.maxFeePerGas);
  if (estimate.kind === "impossible" || !fees) return row;
  const gas = gasLimitOf(estimate.gas);
  return replace(
    row,
    { ...row.unsigned, ...fees, data, gas },
    ports,
    "the chain went back, and its record is another one now",
  );
}

async function replaceWithHigherFee(
  row: TransactionRow,
  ports: SenderPorts,
  signal?: AbortSignal,
): Promise<TransactionRow> {
  const { chain, ledger, policy } = ports;
  if (ledger.transactions.of(row.subject, row.action).length >= policy.maxVersions) return row;
  const fees = raisedFees(row.unsigned, await chain.fees(signal), policy.maxFeePerGas);
  return fees ? replace(row, { ...row.unsigned, ...fees }, ports, "it waited too long") : row;
}

async function replace(
  row: TransactionRow,
  unsigned: TransactionRow["unsigned"],
  ports: SenderPorts,
  why: string,
): Promise<TransactionRow> {
  const { ledger, clock } = ports;
  const isVoid = unsigned.data === "0x";
  const next = ledger.atomically(() => {
    ledger.transactions.update({ ...row, status: "replaced", reason: why });
    ledger.notes.add({
      at: clock.now(),
      subject: row.subject,
      kind: "transaction-replaced",
      text: `The ${row.action} of nonce ${row.unsigned.nonce} is replaced${isVoid ? " by a transfer of nothing" : ""}: ${why}.`,
    });
    return ledger.transactions.add({
      subject: row.subject,
      action: row.action,
      version: row.version + 1,
      status: "recorded",
      unsigned,
      ...(isVoid ? { void: true } : {}),
      recordedAt: clock.now(),
    });
  });
  const signed = await sign(next, ports);
  await ports.chain.broadcast(signed.raw!);
  return update({ ...signed, status: "sent", sentAt: clock.now() }, ports);
}

function update(row: TransactionRow, { ledger }: SenderPorts): TransactionRow {
  ledger.transactions.update(row);
  return row;
}
