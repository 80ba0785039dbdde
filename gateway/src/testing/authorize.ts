import { accessHeader, accessTypedData, encodeAccessToken } from "@computehive/protocol/access";
import type { PrivateKeyAccount } from "viem/accounts";
import { CHAIN_ID } from "./samples.ts";

/** An `authorization` header of `account`, for the gateway of that audience, from `issuedAt` on (Unix seconds). */
export async function authorize(
  account: PrivateKeyAccount,
  { audience, issuedAt, lifetime = 3_600 }: { audience: string; issuedAt: number; lifetime?: number },
): Promise<string> {
  const access = { account: account.address, audience, issuedAt, expiresAt: issuedAt + lifetime };
  const signature = await account.signTypedData(accessTypedData(CHAIN_ID, access));
  return accessHeader(encodeAccessToken({ access, signature }));
}
