import type { Clock } from "@computehive/protocol/clock";
import type { Deployment } from "@computehive/protocol/contracts";
import type { SenderChain } from "@computehive/sdk/sending/sender-chain";
import type { Logger } from "pino";
import type { Address, Hex, TransactionSerializableEIP1559 } from "viem";
import type { Chain } from "../chain.ts";
import type { Locks } from "../keyed-lock.ts";
import type { OrderRows } from "../orders/order-rows.ts";
import type { StatementRows } from "./statement-rows.ts";

/** The funded key that pays for carried statements. */
export interface CarrierSigner {
  readonly address: Address;
  /** Deterministic: the same transaction gives the same bytes. */
  signTransaction(transaction: TransactionSerializableEIP1559): Promise<Hex>;
}

export interface CarrierPorts {
  readonly deployment: Deployment;
  readonly signer: CarrierSigner;
  readonly sending: SenderChain;
  readonly chain: Chain;
  readonly rows: StatementRows;
  readonly orders: OrderRows;
  readonly locks: Locks;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What the gateway's owner is willing to spend, and how transactions are sent. */
export interface CarrierPolicy {
  /** Least fee of a withdrawal, in the token's smallest unit. */
  readonly withdrawalFee: bigint;
  /** In any 24 hours. */
  readonly maxPerOwner: number;
  readonly maxGweiPerDay: number;
  readonly maxGas: bigint;
  /** Wei. */
  readonly maxFeePerGas: bigint;
  /** Blocks after which a transaction counts as final, its own included. */
  readonly confirmations: number;
  readonly pollMs: number;
}

export const DAY = 86_400;
const GWEI = 1_000_000_000n;

/** Rounded up, so that nothing is ever free. */
export function inGwei(wei: bigint): number {
  return Number((wei + GWEI - 1n) / GWEI);
}
