import { ComputeHiveError } from "@computehive/protocol/error";
import { tokenAbi } from "@computehive/protocol/token-abi";
import type { Address, PublicClient } from "viem";

/** For which the parameters of a deployment are stated: the arbiter's fee, the price of a jury's seat, deposits for secrets. */
const DECIMALS = 6;

/**
 * Refuses a token in whose units the fees and prices of a deployment would be a millionth of a millionth of what they are meant to be, for
 * ever.
 *
 * @throws TokenDecimalsError
 */
export async function checkTokenDecimals(publicClient: PublicClient, token: Address): Promise<void> {
  const decimals = await publicClient.readContract({ address: token, abi: tokenAbi, functionName: "decimals" });
  if (decimals !== DECIMALS) throw new TokenDecimalsError({ token, decimals });
}

export class TokenDecimalsError extends ComputeHiveError {
  override readonly name = "TokenDecimalsError";
  constructor({ token, decimals }: { token: Address; decimals: number }) {
    super(`A deployment's fees and prices are stated for a token of ${DECIMALS} decimals; nothing was deployed.`, {
      metaMessages: [`Token:    ${token}`, `Decimals: ${decimals}`],
    });
  }
}
