import {
  arbiterAbi,
  attestationsAbi,
  attesterPoliciesAbi,
  escrowAbi,
  jobMarketAbi,
  juryAbi,
  offerBookAbi,
  receiptTokenAbi,
  replicaArbiterAbi,
  replicaMarketAbi,
  stakingAbi,
  testDollarAbi,
} from "@computehive/protocol/contracts";
import { createConfig } from "ponder";
import { zeroAddress } from "viem";
import { runSettings } from "./src/env.ts";
import { randomnessAbi } from "./src/randomness-abi.ts";

const { deployment, database, folder, databaseUrl, rpcUrl, rpcCopies, wsUrl, pollMilliseconds } = runSettings();
const { contracts } = deployment;
const source = { chain: "main", startBlock: deployment.blockNumber } as const;

export default createConfig({
  database:
    database === "postgres"
      ? { kind: "postgres", connectionString: databaseUrl ?? "" }
      : { kind: "pglite", directory: folder ?? "" },
  chains: {
    main: {
      id: deployment.chainId,
      rpc: Array.from({ length: rpcCopies }, () => rpcUrl),
      ...(wsUrl && { ws: wsUrl }),
      pollingInterval: pollMilliseconds,
      // A local chain may go back between two runs; what it said before must not be believed again.
      disableCache: true,
    },
  },
  contracts: {
    escrow: { ...source, abi: escrowAbi, address: contracts.escrow },
    staking: { ...source, abi: stakingAbi, address: contracts.staking },
    market: { ...source, abi: jobMarketAbi, address: contracts.market },
    offers: { ...source, abi: offerBookAbi, address: contracts.offers },
    arbiter: { ...source, abi: arbiterAbi, address: contracts.arbiter },
    receiptToken: { ...source, abi: receiptTokenAbi, address: contracts.receiptToken },
    attestations: { ...source, abi: attestationsAbi, address: contracts.attestations },
    attesterPolicies: { ...source, abi: attesterPoliciesAbi, address: contracts.attesterPolicies },
    replicaMarket: { ...source, abi: replicaMarketAbi, address: contracts.replicaMarket },
    replicaArbiter: { ...source, abi: replicaArbiterAbi, address: contracts.replicaArbiter },
    // Nothing ever comes from the zero address: an older deployment has no jury, another chain's token is nobody's test dollar.
    jury: { ...source, abi: juryAbi, address: contracts.jury ?? zeroAddress },
    randomness: { ...source, abi: randomnessAbi, address: contracts.randomness ?? zeroAddress },
    testDollar: { ...source, abi: testDollarAbi, address: contracts.testDollar ?? zeroAddress },
  },
});
