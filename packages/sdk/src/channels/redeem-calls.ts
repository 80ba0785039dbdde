import type { Deployment } from "@computehive/protocol/contracts";
import {
  type Address,
  type CompactSignature,
  concat,
  encodePacked,
  type Hex,
  parseSignature,
  signatureToCompactSignature,
  slice,
} from "viem";
import type { ContractRequest } from "../contract-request.ts";
import { channelRequests } from "./channel-requests.ts";
import type { SignedVoucher } from "./voucher.ts";

/** The escrow's own limit. */
const LONGEST_BATCH = 256;

/** Vouchers that one call redeems, in the call's order. */
export interface RedeemCall {
  readonly request: ContractRequest;
  readonly vouchers: readonly SignedVoucher[];
}

/**
 * The calls that redeem these vouchers: one for each token, payee and kind of key, and for each 256 of them. One voucher alone goes in
 * the form that a wallet can show, several in the one with the least calldata.
 */
export function redeemCalls(
  deployment: Pick<Deployment, "contracts">,
  vouchers: readonly SignedVoucher[],
): RedeemCall[] {
  const groups = Map.groupBy(vouchers, ({ channel: { token, payee }, publicKey }) =>
    [token, payee, publicKey ? "p256" : "ecdsa"].join().toLowerCase(),
  );
  return [...groups.values()]
    .flatMap(chunksOf)
    .map((batch) => ({ request: requestOf(deployment, batch), vouchers: batch }));
}

type Batch = readonly [SignedVoucher, ...SignedVoucher[]];

function requestOf(deployment: Pick<Deployment, "contracts">, batch: Batch): ContractRequest {
  const { token, payee } = batch[0].channel;
  if (batch[0].publicKey) return channelRequests.redeemP256(deployment, { token, payee, items: batch.map(p256Item) });
  if (batch.length === 1) return channelRequests.redeem(deployment, { token, payee, items: batch.map(item) });
  return channelRequests.redeemPacked(deployment, { packed: concat([head(token, payee), ...batch.map(row)]) });
}

function item(voucher: SignedVoucher) {
  const { r, yParityAndS } = compact(voucher);
  return { ...named(voucher), signer: voucher.channel.signer, r, vs: yParityAndS };
}

function p256Item(voucher: SignedVoucher) {
  const { x, y } = voucher.publicKey!;
  return { ...named(voucher), r: slice(voucher.signature, 0, 32), s: slice(voucher.signature, 32, 64), x, y };
}

function named({ channel: { payer, closeDelay, salt }, cumulative, receiptsRoot }: SignedVoucher) {
  return { payer, closeDelay, salt, cumulative, receiptsRoot };
}

function head(token: Address, payee: Address): Hex {
  return encodePacked(["address", "address"], [token, payee]);
}

/** As `PackedVouchers` of the contracts reads it. */
function row(voucher: SignedVoucher): Hex {
  const { payer, signer, closeDelay, salt } = voucher.channel;
  const { r, yParityAndS } = compact(voucher);
  return encodePacked(
    ["address", "address", "uint32", "uint64", "uint96", "bytes32", "bytes32", "bytes32"],
    [payer, signer, closeDelay, salt, voucher.cumulative, voucher.receiptsRoot, r, yParityAndS],
  );
}

function compact({ signature }: SignedVoucher): CompactSignature {
  return signatureToCompactSignature(parseSignature(signature));
}

function chunksOf(group: readonly SignedVoucher[]): Batch[] {
  const chunks: Batch[] = [];
  for (let at = 0; at < group.length; at += LONGEST_BATCH) {
    const [first, ...rest] = group.slice(at, at + LONGEST_BATCH);
    if (first) chunks.push([first, ...rest]);
  }
  return chunks;
}
