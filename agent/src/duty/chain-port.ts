import type { SenderChain } from "@computehive/sdk/sending/sender-chain";
import type { Address } from "viem";
import type { BookChain } from "../book/chain-port.ts";

/** How the node stands with staking. */
export interface NodeStanding {
  provider: Address;
  payee: Address;
  /** Registered, neither paused nor retired. */
  mayClaim: boolean;
  freeStake: bigint;
}

/** All that the agent asks of a chain. */
export interface DutyChain extends BookChain, SenderChain {
  standing(node: Address): Promise<NodeStanding>;
  /** Seats that a case of the deployment's jury could draw if it were opened now. */
  jurySeats(): Promise<bigint>;
}
