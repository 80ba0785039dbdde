import { tokenAbi } from "@computehive/protocol/token-abi";
import { type Address, type Hex, parseSignature, type TypedDataDomain } from "viem";
import { accountOf, type HiveClient } from "../hive-client.ts";
import type { Permit } from "./account-requests.ts";

const types = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** Long enough for a slow chain, short enough to forget. Seconds. */
const PERMIT_LIFETIME = 1_200n;

/**
 * Signs an EIP-2612 permit for the escrow, so that a deposit needs one transaction. Nothing where the token knows no permits, or
 * does not describe its domain (EIP-5267).
 */
export async function signPermit(client: HiveClient, amount: bigint): Promise<Permit | undefined> {
  const { publicClient, walletClient, deployment } = client;
  const account = accountOf(client);
  const { token, escrow } = deployment.contracts;
  const facts = await permitFacts(client, account.address);
  if (!facts) return undefined;
  const { timestamp } = await publicClient.getBlock();
  const deadline = timestamp + PERMIT_LIFETIME;
  const message = { owner: account.address, spender: escrow, value: amount, nonce: facts.nonce, deadline };
  const domain: TypedDataDomain = { ...facts.domain, chainId: deployment.chainId, verifyingContract: token };
  const signature: Hex = await walletClient!.signTypedData({ account, domain, types, primaryType: "Permit", message });
  const { r, s, yParity } = parseSignature(signature);
  return { deadline, v: 27 + yParity, r, s };
}

async function permitFacts({ publicClient, deployment }: HiveClient, owner: Address): Promise<PermitFacts | undefined> {
  const inToken = { address: deployment.contracts.token, abi: tokenAbi } as const;
  try {
    const [nonce, [, name, version]] = await Promise.all([
      publicClient.readContract({ ...inToken, functionName: "nonces", args: [owner] }),
      publicClient.readContract({ ...inToken, functionName: "eip712Domain" }),
    ]);
    return { nonce, domain: { name, version } };
  } catch {
    return undefined;
  }
}

interface PermitFacts {
  readonly nonce: bigint;
  readonly domain: { readonly name: string; readonly version: string };
}
