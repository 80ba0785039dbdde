import { type Address, zeroAddress } from "viem";
import { runSettings } from "./env.ts";

const { chainId, contracts, parameters } = runSettings().deployment;
const lower = (address: Address): Address => address.toLowerCase() as Address;

/** Addresses as Ponder gives them in events: lower-case. */
export const MARKET = lower(contracts.market);
/** Where orders are signed for. */
export const MARKET_DOMAIN = { chainId, address: contracts.market } as const;
export const STAKING = lower(contracts.staking);
export const TOKEN = lower(contracts.token);
export const REPLICA_MARKET = lower(contracts.replicaMarket);
export const REPLICA_ARBITER = lower(contracts.replicaArbiter);
/** Where there is none, nothing comes from it. */
export const JURY = lower(contracts.jury ?? zeroAddress);
export const RANDOMNESS = lower(contracts.randomness ?? zeroAddress);
export const SEAT_PRICE = BigInt(parameters.jury?.seatPrice ?? 0);
/** Of each secret; headers cost nothing. */
export const SECRET_DEPOSIT =
  parameters.jury?.randomness.form === "commit-reveal" ? BigInt(parameters.jury.randomness.deposit) : 0n;

const HOLDERS: ReadonlySet<Address> = new Set([MARKET, STAKING, REPLICA_MARKET, JURY, RANDOMNESS]);

/** A contract of the deployment that holds others' money in an account of its own. */
export function isHolder(owner: Address): boolean {
  return HOLDERS.has(owner);
}
/** The account that decides in both arbiters and gets their fees. */
export const ARBITER_ACCOUNT = lower(parameters.arbiter);
