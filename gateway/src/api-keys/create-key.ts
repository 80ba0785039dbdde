import { API_KEY_PREFIX, type ApiKeyRequest } from "@computehive/protocol/api/api-key";
import { type Clock, unixSeconds } from "@computehive/protocol/clock";
import type { Address } from "viem";
import { GatewayError } from "../gateway-error.ts";
import { hashOfSecret, newId, newSecret } from "../identifiers.ts";
import type { ApiKeyRow, ApiKeyRows } from "./api-key-rows.ts";

/** So much of a secret stays visible: enough to tell keys apart, too little to help anybody. */
const VISIBLE_LETTERS = 6;

/** @returns the key, and its secret, which nobody can ask for again. @throws ApiKeyExpiredError, ApiKeysTooManyError */
export async function createKey(
  { account, request }: { account: Address; request: ApiKeyRequest },
  { apiKeys, clock, maxPerAccount }: { apiKeys: ApiKeyRows; clock: Clock; maxPerAccount: number },
): Promise<{ key: ApiKeyRow; secret: string }> {
  const now = unixSeconds(clock);
  if (request.expiresAt !== undefined && request.expiresAt <= now) throw new ApiKeyExpiredError();
  const secret = API_KEY_PREFIX + newSecret();
  const key: ApiKeyRow = {
    id: newId(clock),
    account,
    name: request.name,
    prefix: secret.slice(0, API_KEY_PREFIX.length + VISIBLE_LETTERS),
    scopes: request.scopes,
    createdAt: now,
    expiresAt: request.expiresAt,
  };
  const result = await apiKeys.add({ ...key, secretHash: hashOfSecret(secret) }, { maxPerAccount });
  if (result === "too-many") throw new ApiKeysTooManyError({ limit: maxPerAccount });
  return { key, secret };
}

export class ApiKeyExpiredError extends GatewayError {
  override readonly name = "ApiKeyExpiredError";
  constructor() {
    super("The key would have expired before its first use.", {
      code: "invalid",
      field: "expiresAt",
      rule: "must be ahead, in Unix seconds",
    });
  }
}

export class ApiKeysTooManyError extends GatewayError {
  override readonly name = "ApiKeysTooManyError";
  constructor({ limit }: { limit: number }) {
    super(`This account has ${limit} API keys already.`, {
      code: "conflict",
      rule: `at most ${limit} keys per account`,
      hint: "Revoke one first.",
    });
  }
}
