import type { Address } from "viem";
import { runSettings } from "./env.ts";

const { chainId, contracts, parameters } = runSettings().deployment;
const lower = (address: Address): Address => address.toLowerCase() as Address;

/** Addresses as Ponder gives them in events: lower-case. */
export const MARKET = lower(contracts.market);
/** Where orders are signed for. */
export const MARKET_DOMAIN = { chainId, address: contracts.market } as const;
export const STAKING = lower(contracts.staking);
export const TOKEN = lower(contracts.token);
/** The resolver of this deployment, and the account that decides in it and gets its fees. */
export const ARBITER_CONTRACT = lower(contracts.arbiter);
export const ARBITER_ACCOUNT = lower(parameters.arbiter);
