import { CHANNEL_STATES, type Channel, type ChannelState, channelIdOf } from "@computehive/protocol/channel";
import { receiptsAbi } from "@computehive/protocol/contracts";
import { type Receipt, receiptHashOf, receiptTypedData } from "@computehive/protocol/receipt";
import { isReceiptIn, type ReceiptLeaf, receiptLeafOf, receiptSiblingsOf } from "@computehive/protocol/receipt-tree";
import {
  compactSignatureToSignature,
  concat,
  type Hex,
  isAddressEqual,
  parseCompactSignature,
  recoverTypedDataAddress,
  serializeSignature,
  size,
} from "viem";
import type { HiveClient } from "../hive-client.ts";
import type { VoucherProof } from "../verify/cast-call.ts";
import { isSignedBySigner, type SignedVoucher } from "./voucher.ts";

/** A receipt of a channel with the voucher that promises to pay for it. */
export interface ChannelReceipt {
  readonly receipt: Receipt;
  readonly channel: Channel;
  readonly proof: VoucherProof;
  /** Where it is at hand: the chain holds no signature of the node. */
  readonly nodeSignature?: Hex | undefined;
}

/** What of a channel's receipt is so, by the contract and by our own reckoning. Amounts in the token's smallest unit. */
export interface ChannelReceiptView {
  readonly channelId: Hex;
  readonly receiptHash: Hex;
  readonly state: ChannelState;
  /** All that was ever paid on the channel. */
  readonly redeemed: bigint;
  /** What the receipt's units come to by its own price. */
  readonly amount: bigint;
  /** Receipt and channel agree in every field that they share. */
  readonly isConsistent: boolean;
  /** The receipt is in the tree that the voucher signs, and the voucher's sum reaches it. */
  readonly isIncluded: boolean;
  /** The channel's signer signed the voucher. */
  readonly isSigned: boolean;
  /** Included and signed, and at least so much was redeemed. It does not say that no other receipt was covered by the same money. */
  readonly isCovered: boolean;
  /** Nothing where no signature of the node was given. */
  readonly isSignedByNode: boolean | undefined;
  /** Contract and this program come to the same. If not, one of them answers of something else: believe neither. */
  readonly isAgreed: boolean;
}

/** Leaves of a channel in the order of their numbers, and the voucher that was signed for them. */
export function voucherProofOf(voucher: SignedVoucher, leaves: readonly ReceiptLeaf[], sequence: number): VoucherProof {
  const leaf = leaves[sequence];
  if (!leaf) throw new RangeError(`There is no receipt ${sequence} among ${leaves.length}.`);
  const { signature, publicKey, cumulative, receiptsRoot } = voucher;
  return {
    cumulativeAfter: leaf.cumulativeAfter,
    siblings: receiptSiblingsOf(leaves.map(receiptLeafOf), sequence),
    cumulative,
    receiptsRoot,
    signature: publicKey ? concat([signature, publicKey.x, publicKey.y]) : signature,
  };
}

/** Asks the `Receipts` contract for this receipt, and reckons beside it what can be reckoned without the chain. */
export async function verifyChannelReceipt(client: HiveClient, shown: ChannelReceipt): Promise<ChannelReceiptView> {
  const { receipt, channel, proof } = shown;
  await client.assertChain();
  const answer = await client.publicClient.readContract({
    address: client.deployment.contracts.receipts,
    abi: receiptsAbi,
    functionName: "verifyChannel",
    args: [receipt, channel, proof],
  });
  const receiptHash = receiptHashOf(client.marketDomain, receipt);
  const isAgreed =
    answer.receiptHash === receiptHash &&
    answer.included === isIncluded(receiptHash, shown) &&
    answer.signed === (await isSigned(client, shown));
  return {
    channelId: channelIdOf(channel),
    receiptHash,
    state: CHANNEL_STATES[answer.state] ?? "none",
    redeemed: answer.redeemed,
    amount: answer.amount,
    isConsistent: answer.consistent,
    isIncluded: answer.included,
    isSigned: answer.signed,
    isCovered: answer.covered,
    isSignedByNode: await isSignedByNode(client, shown),
    isAgreed,
  };
}

function isIncluded(receiptHash: Hex, { receipt, proof }: ChannelReceipt): boolean {
  const { cumulativeAfter, cumulative, receiptsRoot, siblings } = proof;
  const leaf = receiptLeafOf({ receiptHash, sequence: receipt.details.sequence, cumulativeAfter });
  return cumulative >= cumulativeAfter && isReceiptIn(receiptsRoot, leaf, siblings);
}

const P256_PROOF = /^0x(.{128})(.{64})(.{64})$/;

function isSigned({ deployment }: HiveClient, { channel, proof }: ChannelReceipt): Promise<boolean> {
  const { cumulative, receiptsRoot, signature } = proof;
  const { chainId, contracts } = deployment;
  const voucher = { chainId, escrow: contracts.escrow, channel, cumulative, receiptsRoot };
  const [, rs, x, y] = P256_PROOF.exec(signature) ?? [];
  if (rs === undefined) return isSignedBySigner({ ...voucher, signature: whole(signature) });
  return isSignedBySigner({ ...voucher, signature: `0x${rs}`, publicKey: { x: `0x${x}`, y: `0x${y}` } });
}

/** The contract also takes the 64 bytes of EIP-2098. */
function whole(signature: Hex): Hex {
  return size(signature) === 64
    ? serializeSignature(compactSignatureToSignature(parseCompactSignature(signature)))
    : signature;
}

async function isSignedByNode(
  { marketDomain }: HiveClient,
  { receipt, nodeSignature: signature }: ChannelReceipt,
): Promise<boolean | undefined> {
  if (signature === undefined) return undefined;
  const typedData = receiptTypedData(marketDomain, receipt);
  const signer = await recoverTypedDataAddress({ ...typedData, signature }).catch(() => undefined);
  return signer !== undefined && isAddressEqual(signer, receipt.node);
}
