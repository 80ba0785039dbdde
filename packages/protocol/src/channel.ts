import { type Address, type Hex, hashTypedData } from "viem";
import { type EscrowDomain, escrowDomain, hashStructOf } from "./domain.ts";
import {
  channelFields,
  closeChannelFields,
  openChannelFields,
  startCloseFields,
  topUpChannelFields,
  voucherFields,
} from "./generated/typed-data.ts";

/** A channel's terms; see `IChannels.Channel`. */
export interface Channel {
  payer: Address;
  /** Address of an ECDSA key, or the name of a P-256 key. */
  signer: Address;
  payee: Address;
  token: Address;
  /** Seconds, 1 to 30 days. */
  closeDelay: number;
  salt: bigint;
}

/** What a channel's signer promises: everything that was ever owed comes to `cumulative`. */
export interface Voucher {
  channelId: Hex;
  cumulative: bigint;
  receiptsRoot: Hex;
}

export interface OpenChannel {
  channel: Channel;
  /** Moved from the payer's free money into the reservation. */
  reserve: bigint;
  /** The payer's current one. */
  epoch: number;
  /** Last second (Unix) in which it may be carried. */
  deadline: number;
}

export interface TopUpChannel {
  channelId: Hex;
  amount: bigint;
  /** The payer's account's current one. */
  nonce: number;
  deadline: number;
}

export interface StartClose {
  channelId: Hex;
  deadline: number;
}

/** The payee's consent to a close, once at least `redeemed` was paid. */
export interface CloseChannel {
  channelId: Hex;
  redeemed: bigint;
  deadline: number;
}

/** In the contract's order. */
export const CHANNEL_STATES = ["none", "open", "closing", "closed"] as const;
export type ChannelState = (typeof CHANNEL_STATES)[number];

/** In the contract's order: why a voucher of a batch was not paid. */
export const REFUSALS = ["never-opened", "closed", "nothing-due", "signature-invalid"] as const;
export type Refusal = (typeof REFUSALS)[number];

/** In the contract's order: why a voucher was not paid in full. */
export const SHORTFALLS = ["account-low", "epoch-raised"] as const;
export type Shortfall = (typeof SHORTFALLS)[number];

/** The channel's id: the EIP-712 hash of its terms, without a domain. */
export function channelIdOf(channel: Channel): Hex {
  return hashStructOf({ types: { Channel: channelFields }, primaryType: "Channel", message: { ...channel } });
}

export function openChannelTypedData(domain: EscrowDomain, opening: OpenChannel) {
  return {
    domain: escrowDomain(domain),
    types: { OpenChannel: openChannelFields, Channel: channelFields },
    primaryType: "OpenChannel",
    message: { ...opening },
  } as const;
}

export function topUpChannelTypedData(domain: EscrowDomain, topUp: TopUpChannel) {
  return {
    domain: escrowDomain(domain),
    types: { TopUpChannel: topUpChannelFields },
    primaryType: "TopUpChannel",
    message: { ...topUp },
  } as const;
}

export function startCloseTypedData(domain: EscrowDomain, start: StartClose) {
  return {
    domain: escrowDomain(domain),
    types: { StartClose: startCloseFields },
    primaryType: "StartClose",
    message: { ...start },
  } as const;
}

export function closeChannelTypedData(domain: EscrowDomain, close: CloseChannel) {
  return {
    domain: escrowDomain(domain),
    types: { CloseChannel: closeChannelFields },
    primaryType: "CloseChannel",
    message: { ...close },
  } as const;
}

export function voucherTypedData(domain: EscrowDomain, voucher: Voucher) {
  return {
    domain: escrowDomain(domain),
    types: { Voucher: voucherFields },
    primaryType: "Voucher",
    message: { ...voucher },
  } as const;
}

export function voucherDigestOf(domain: EscrowDomain, voucher: Voucher): Hex {
  return hashTypedData(voucherTypedData(domain, voucher));
}
