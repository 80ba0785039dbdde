import { type Address, type Hex, recoverTypedDataAddress } from "viem";
import { z } from "zod";
import { gatewayDomain } from "./domain.ts";
import { ComputeHiveError } from "./error.ts";
import { addressSchema, signatureSchema, uintSchema } from "./hex.ts";

/** A signed statement that lets its account use one gateway for a while. Times in Unix seconds. */
export interface Access {
  account: Address;
  /** The gateway's public URL, as its info says: a token for one gateway is worth nothing at another. */
  audience: string;
  issuedAt: number;
  expiresAt: number;
}

/** Name of the scheme in the `authorization` header. */
export const ACCESS_SCHEME = "Hive";
/** Clocks of two machines may differ by so much. */
const CLOCK_SKEW_SECONDS = 60;
const MAX_TOKEN_LENGTH = 4_096;

const types = {
  Access: [
    { name: "account", type: "address" },
    { name: "audience", type: "string" },
    { name: "issuedAt", type: "uint40" },
    { name: "expiresAt", type: "uint40" },
  ],
} as const;

const tokenSchema = z.strictObject({
  account: addressSchema,
  audience: z.string().max(512),
  issuedAt: uintSchema(40),
  expiresAt: uintSchema(40),
  signature: signatureSchema,
});

export function accessTypedData(chainId: number, access: Access) {
  return { domain: gatewayDomain(chainId), types, primaryType: "Access", message: { ...access } } as const;
}

/** base64url of JSON; goes into the header `authorization: Hive <token>`. */
export function encodeAccessToken({ access, signature }: { access: Access; signature: Hex }): string {
  return toBase64Url(JSON.stringify({ ...access, signature }));
}

export function accessHeader(token: string): string {
  return `${ACCESS_SCHEME} ${token}`;
}

/** The token in an `authorization` header, or nothing. */
export function tokenOfHeader(header: string | undefined): string | undefined {
  return /^hive +([A-Za-z0-9_-]+)$/i.exec(header ?? "")?.[1];
}

export interface VerifyAccessOptions {
  readonly audience: string;
  readonly chainId: number;
  /** Unix seconds. */
  readonly now: number;
  /** Longest life of a token, seconds. */
  readonly maxLifetime: number;
}

/**
 * The account that signed the token. ECDSA only: nothing is asked of the chain.
 *
 * @throws AccessDeniedError with the rule that the token breaks.
 */
export async function verifyAccessToken(token: string, options: VerifyAccessOptions): Promise<Address> {
  const { signature, ...access } = parseToken(token);
  const fault = faultOf(access, options);
  if (fault) throw new AccessDeniedError({ reason: fault });
  const signer = await recover(accessTypedData(options.chainId, access), signature);
  if (signer?.toLowerCase() !== access.account.toLowerCase()) throw new AccessDeniedError({ reason: "signature" });
  return access.account;
}

function faultOf(access: Access, { audience, now, maxLifetime }: VerifyAccessOptions): AccessFault | undefined {
  if (access.audience !== audience) return "audience";
  if (access.issuedAt > now + CLOCK_SKEW_SECONDS) return "not-yet";
  if (access.expiresAt <= now) return "expired";
  if (access.expiresAt - access.issuedAt > maxLifetime) return "lifetime";
  return undefined;
}

function parseToken(token: string): z.output<typeof tokenSchema> {
  try {
    if (token.length > MAX_TOKEN_LENGTH) throw new RangeError("too long");
    return tokenSchema.parse(JSON.parse(fromBase64Url(token)));
  } catch (cause) {
    throw new AccessDeniedError({ reason: "malformed", cause });
  }
}

async function recover(data: ReturnType<typeof accessTypedData>, signature: Hex): Promise<Address | undefined> {
  try {
    return await recoverTypedDataAddress({ ...data, signature });
  } catch {
    return undefined;
  }
}

function toBase64Url(text: string): string {
  const binary = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join("");
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): string {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
}

const FAULTS = {
  malformed: "it cannot be read",
  audience: "it was made for another gateway",
  "not-yet": "it is dated in the future: check the clocks",
  expired: "it has expired: make a new one",
  lifetime: "it would live longer than this gateway allows",
  signature: "its signature is not the account's",
} as const;

export type AccessFault = keyof typeof FAULTS;

export class AccessDeniedError extends ComputeHiveError {
  override readonly name = "AccessDeniedError";
  readonly reason: AccessFault;
  constructor({ reason, cause }: { reason: AccessFault; cause?: unknown }) {
    super("The access token is not accepted.", { metaMessages: [`Reason: ${FAULTS[reason]}.`], cause });
    this.reason = reason;
  }
}
