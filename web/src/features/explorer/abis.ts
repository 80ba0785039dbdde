import {
  arbiterAbi,
  commitRevealRandomnessAbi,
  escrowAbi,
  headerRandomnessAbi,
  jobMarketAbi,
  juryAbi,
  receiptsAbi,
  stakingAbi,
  testDollarAbi,
} from "@computehive/protocol/contracts";
import { tokenAbi } from "@computehive/protocol/token-abi";
import type { Abi } from "viem";
import type { KnownContract } from "./known-contracts.ts";

const ABIS = {
  market: jobMarketAbi,
  escrow: escrowAbi,
  staking: stakingAbi,
  receipts: receiptsAbi,
  arbiter: arbiterAbi,
  jury: juryAbi,
  // Whichever form the jury draws by: no function or event of one means something else in the other.
  randomness: [...headerRandomnessAbi, ...commitRevealRandomnessAbi],
  token: tokenAbi,
  testDollar: testDollarAbi,
} as const satisfies Record<KnownContract["key"], Abi>;

/** What a contract understands. Large: only parts of a page that are fetched after its first picture import this. */
export function abiOf({ key }: Pick<KnownContract, "key">): Abi {
  return ABIS[key] as Abi;
}
