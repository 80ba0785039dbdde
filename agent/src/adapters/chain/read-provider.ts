import { type Deployment, stakingAbi } from "@computehive/protocol/contracts";
import { type Address, createPublicClient, http, zeroAddress } from "viem";
import { PairingFault } from "../../pairing/pairing-fault.ts";
import type { ReadProvider } from "../../pairing/ports.ts";

/** Asks the staking contract whose a node is. */
export function createReadProvider({
  rpcUrl,
  timeoutMs,
  deployment,
  node,
}: {
  rpcUrl: string;
  timeoutMs: number;
  deployment: Deployment;
  node: Address;
}): ReadProvider {
  const client = createPublicClient({ transport: http(rpcUrl, { timeout: timeoutMs, retryCount: 0 }) });
  return async () => {
    try {
      const { provider } = await client.readContract({
        address: deployment.contracts.staking,
        abi: stakingAbi,
        functionName: "nodeOf",
        args: [node],
      });
      return provider === zeroAddress ? undefined : provider;
    } catch (cause) {
      throw new PairingFault({ whom: "chain", isTransient: true, cause });
    }
  };
}
