import type { Channel } from "@computehive/protocol/channel";
import { type Deployment, escrowAbi } from "@computehive/protocol/contracts";
import type { Address, ContractFunctionArgs, ContractFunctionName, Hex } from "viem";
import { type ContractRequest, contractRequest } from "../contract-request.ts";

type Target = Pick<Deployment, "contracts">;
type Args<name extends ContractFunctionName<typeof escrowAbi, "nonpayable">> = ContractFunctionArgs<
  typeof escrowAbi,
  "nonpayable" | "payable",
  name
>;

/** An opening that the payer signed and anybody carries. Amounts in the token's smallest unit. */
export interface SignedOpening {
  readonly channel: Channel;
  readonly reserve: bigint;
  readonly epoch: number;
  readonly deadline: number;
  readonly signature: Hex;
}

/** The payee's consent to a close, once at least `redeemed` was paid, that anybody carries. */
export interface SignedClose {
  readonly channel: Channel;
  readonly redeemed: bigint;
  readonly deadline: number;
  readonly signature: Hex;
}

interface Batch<items> {
  readonly token: Address;
  readonly payee: Address;
  readonly items: items;
}

/** Calls of a channel's payer, payee and carriers, unsent. */
export const channelRequests = {
  open: (to: Target, { channel, reserve }: { channel: Channel; reserve: bigint }) =>
    call(to, "openChannel", [channel, reserve]),
  openFor: (to: Target, { channel, reserve, epoch, deadline, signature }: SignedOpening) =>
    call(to, "openChannelFor", [channel, reserve, epoch, deadline, signature]),
  topUp: (to: Target, { channel, amount }: { channel: Channel; amount: bigint }) =>
    call(to, "topUpChannel", [channel, amount]),
  startClose: (to: Target, { channel }: { channel: Channel }) => call(to, "startClose", [channel]),
  close: (to: Target, { channel }: { channel: Channel }) => call(to, "closeChannel", [channel]),
  closeFor: (to: Target, { channel, redeemed, deadline, signature }: SignedClose) =>
    call(to, "closeChannelFor", [channel, redeemed, deadline, signature]),
  redeem: (to: Target, { token, payee, items }: Batch<Args<"redeem">[2]>) => call(to, "redeem", [token, payee, items]),
  redeemPacked: (to: Target, { packed }: { packed: Hex }) => call(to, "redeemPacked", [packed]),
  redeemP256: (to: Target, { token, payee, items }: Batch<Args<"redeemP256">[2]>) =>
    call(to, "redeemP256", [token, payee, items]),
} as const;

function call<name extends ContractFunctionName<typeof escrowAbi, "nonpayable">>(
  { contracts }: Target,
  functionName: name,
  args: Args<name>,
): ContractRequest {
  return contractRequest({ address: contracts.escrow, abi: escrowAbi, functionName, args });
}
