import { ComputeHiveError } from "@computehive/protocol/error";
import { isLocalChainId } from "@computehive/protocol/parameters";
import type { PublicClient } from "viem";

/**
 * Refuses a chain that is not somebody's own: the test dollar is money that anybody can mint.
 *
 * @throws ChainNotLocalError unless both the id and the software are those of a development chain.
 */
export async function assertLocalChain(publicClient: PublicClient): Promise<void> {
  const chainId = await publicClient.getChainId();
  const version = await publicClient.request({ method: "web3_clientVersion" }).catch(() => "unknown");
  if (!isLocalChainId(chainId) || !/^(anvil|hardhatnetwork|hardhat)\b/i.test(version))
    throw new ChainNotLocalError({ chainId, version });
}

export class ChainNotLocalError extends ComputeHiveError {
  override readonly name = "ChainNotLocalError";
  constructor({ chainId, version }: { chainId: number; version: string }) {
    super("The test dollar is for local chains alone: name the token of this chain.", {
      metaMessages: [`Chain:    ${chainId}`, `Software: ${version}`],
    });
  }
}
