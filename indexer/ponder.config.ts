import {
  arbiterAbi,
  attestationsAbi,
  attesterPoliciesAbi,
  escrowAbi,
  jobMarketAbi,
  offerBookAbi,
  receiptTokenAbi,
  stakingAbi,
  testDollarAbi,
} from "@computehive/protocol/contracts";
import { createConfig } from "ponder";
import { zeroAddress } from "viem";
import { runSettings } from "./src/env.ts";

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
    // Another chain's token is nobody's test dollar: nothing ever comes from the zero address.
    testDollar: { ...source, abi: testDollarAbi, address: contracts.testDollar ?? zeroAddress },
  },
});
