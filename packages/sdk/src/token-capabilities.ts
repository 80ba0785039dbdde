import { tokenAbi } from "@computehive/protocol/token-abi";
import { PERMIT2_ADDRESS } from "@computehive/protocol/wallet-funding";
import { type Address, type PublicClient, zeroAddress, zeroHash } from "viem";
import { isContractRefusal } from "./contract-refusal.ts";

/** In which ways a token's money can come into the escrow, beside a transfer that its owner approved before. */
export interface TokenCapabilities {
  readonly symbol: string;
  readonly decimals: number;
  /** The token's EIP-712 domain (EIP-5267); without it nobody can say what a wallet should sign. */
  readonly domain: { readonly name: string; readonly version: string } | undefined;
  /** EIP-2612: one signature in place of an approval. */
  readonly permit: boolean;
  /** EIP-3009: one signature, and a stranger carries it. */
  readonly authorization: boolean;
  /** This chain has Permit2, which works with every token that its owner once approved it for. */
  readonly permit2: boolean;
}

/** Asks the token, and nobody about it. Throws only where the chain does not answer, or where there is no token. */
export async function readTokenCapabilities(publicClient: PublicClient, token: Address): Promise<TokenCapabilities> {
  const inToken = { address: token, abi: tokenAbi } as const;
  const [symbol, decimals, domain, nonce, authorized, permit2] = await Promise.all([
    publicClient.readContract({ ...inToken, functionName: "symbol" }),
    publicClient.readContract({ ...inToken, functionName: "decimals" }),
    ifKnown(publicClient.readContract({ ...inToken, functionName: "eip712Domain" })),
    ifKnown(publicClient.readContract({ ...inToken, functionName: "nonces", args: [zeroAddress] })),
    ifKnown(
      publicClient.readContract({ ...inToken, functionName: "authorizationState", args: [zeroAddress, zeroHash] }),
    ),
    publicClient.getCode({ address: PERMIT2_ADDRESS }),
  ]);
  const named = domain && { name: domain[1], version: domain[2] };
  return {
    symbol,
    decimals,
    domain: named,
    permit: named !== undefined && nonce !== undefined,
    authorization: named !== undefined && authorized !== undefined,
    permit2: permit2 !== undefined,
  };
}

/** How much of the token Permit2 may take from `owner`'s wallet: without an approval no signature moves anything by it. */
export function readPermit2Allowance(
  publicClient: PublicClient,
  { token, owner }: { token: Address; owner: Address },
): Promise<bigint> {
  const args = [owner, PERMIT2_ADDRESS] as const;
  return publicClient.readContract({ address: token, abi: tokenAbi, functionName: "allowance", args });
}

/** A token that does not know a function reverts, or answers with nothing; an endpoint that fails is another matter. */
async function ifKnown<value>(question: Promise<value>): Promise<value | undefined> {
  try {
    return await question;
  } catch (error) {
    if (isContractRefusal(error)) return undefined;
    throw error;
  }
}
