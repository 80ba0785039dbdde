import {
  agenticCommerceAbi,
  arbiterAbi,
  attestationsAbi,
  attesterPoliciesAbi,
  batchSettlementAbi,
  commitRevealRandomnessAbi,
  escrowAbi,
  headerRandomnessAbi,
  jobMarketAbi,
  juryAbi,
  nodeIdentitiesAbi,
  nodeReputationAbi,
  offerBookAbi,
  receiptsAbi,
  receiptTokenAbi,
  replicaArbiterAbi,
  replicaMarketAbi,
  stakingAbi,
  testDollarAbi,
} from "@computehive/protocol/contracts";
import { tokenAbi } from "@computehive/protocol/token-abi";
import type { Abi } from "viem";
import type { KnownContract } from "./known-contracts.ts";

const namesOfHeaders = new Set(headerRandomnessAbi.map((item) => ("name" in item ? item.name : item.type) as string));
/** Of both forms, whichever the jury draws by: what they have in common, once. */
const randomnessAbi: Abi = [
  ...headerRandomnessAbi,
  ...commitRevealRandomnessAbi.filter((item) => !namesOfHeaders.has("name" in item ? item.name : item.type)),
];

const ABIS = {
  market: jobMarketAbi,
  escrow: escrowAbi,
  staking: stakingAbi,
  offers: offerBookAbi,
  receipts: receiptsAbi,
  receiptToken: receiptTokenAbi,
  attestations: attestationsAbi,
  attesterPolicies: attesterPoliciesAbi,
  arbiter: arbiterAbi,
  replicaMarket: replicaMarketAbi,
  replicaArbiter: replicaArbiterAbi,
  jury: juryAbi,
  randomness: randomnessAbi,
  nodeIdentities: nodeIdentitiesAbi,
  nodeReputation: nodeReputationAbi,
  agenticCommerce: agenticCommerceAbi,
  batchSettlement: batchSettlementAbi,
  token: tokenAbi,
  testDollar: testDollarAbi,
} as const satisfies Record<KnownContract["key"], Abi>;

/** What a contract understands. Large: only parts of a page that are fetched after its first picture import this. */
export function abiOf({ key }: Pick<KnownContract, "key">): Abi {
  return ABIS[key] as Abi;
}
