import { SiweMessage } from "siwe";
import { type Address, getAddress, type Hex } from "viem";
import type { Chain } from "../chain.ts";
import { GatewayError } from "../gateway-error.ts";

/** Of an externally owned account. */
const ECDSA_BYTES = 65;

export interface SignInRules {
  /** Of the page that the request comes from. */
  readonly origin: string;
  readonly chainId: number;
  readonly audience: string;
  /** Milliseconds. */
  readonly now: number;
}

/** The message, if it says all that it must. What it says is compared here, field by field; an absent field is a fault. @throws SignInRefusedError */
export function readSignIn(text: string, rules: SignInRules): SiweMessage {
  const message = parse(text);
  const { host, protocol } = new URL(rules.origin);
  const expected: readonly [field: string, given: unknown, wanted: unknown][] = [
    ["domain", message.domain, host],
    ["scheme", message.scheme, protocol.slice(0, -1)],
    ["uri", message.uri, rules.origin],
    ["chainId", message.chainId, rules.chainId],
    ["version", message.version, "1"],
    ["resources", message.resources?.includes(rules.audience), true],
  ];
  for (const [field, given, wanted] of expected) {
    const rule = field === "resources" ? `must contain ${rules.audience}` : `must be ${String(wanted)}`;
    if (given !== wanted) throw new SignInRefusedError({ field, rule });
  }
  assertTimes(message, rules.now);
  return message;
}

function parse(text: string): SiweMessage {
  let message: SiweMessage;
  try {
    message = new SiweMessage(text);
  } catch (cause) {
    throw new SignInRefusedError({ field: "message", rule: "must be an EIP-4361 message", cause });
  }
  // What is verified is what is signed only if writing the parsed message gives the same text.
  if (message.prepareMessage() !== text)
    throw new SignInRefusedError({ field: "message", rule: "must be an EIP-4361 message in its one form" });
  return message;
}

function assertTimes({ expirationTime, notBefore }: SiweMessage, now: number): void {
  if (!expirationTime) throw new SignInRefusedError({ field: "expirationTime", rule: "must be given" });
  if (!(Date.parse(expirationTime) > now))
    throw new SignInRefusedError({ field: "expirationTime", rule: "must be ahead" });
  if (notBefore !== undefined && !(Date.parse(notBefore) <= now))
    throw new SignInRefusedError({ field: "notBefore", rule: "must be past" });
}

/**
 * Whether the account that the message names signed it: by its key, or, of a contract account, by what the contract says
 * (EIP-1271).
 *
 * @throws SignInRefusedError, ChainUnavailableError for a contract account while the chain cannot be asked.
 */
export async function verifySignIn(
  message: SiweMessage,
  signature: Hex,
  { rules, chain }: { rules: SignInRules; chain: Chain },
): Promise<Address> {
  const account = getAddress(message.address);
  const isOwned = (signature.length - 2) / 2 === ECDSA_BYTES && (await isSignedByKey(message, signature, rules));
  if (isOwned) return account;
  if (await chain.isContractSignature({ account, message: message.prepareMessage(), signature })) return account;
  throw new SignInRefusedError({ field: "signature", rule: "must be the account's, of this message" });
}

async function isSignedByKey(message: SiweMessage, signature: Hex, { origin, now }: SignInRules): Promise<boolean> {
  const { host, protocol } = new URL(origin);
  const params = { signature, domain: host, scheme: protocol.slice(0, -1), nonce: message.nonce };
  // The package writes to the console where a signature cannot be read; such a one belongs to nobody.
  if (!isCanonical(signature)) return false;
  const { success } = await message.verify(
    { ...params, time: new Date(now).toISOString() },
    { suppressExceptions: true },
  );
  return success;
}

const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** r and s within the curve's order, s in its lower half, v as wallets write it: what recovery takes without an error. */
function isCanonical(signature: Hex): boolean {
  const r = BigInt(`0x${signature.slice(2, 66)}`);
  const s = BigInt(`0x${signature.slice(66, 130)}`);
  const v = Number.parseInt(signature.slice(130, 132), 16);
  return r > 0n && r < CURVE_ORDER && s > 0n && s <= CURVE_ORDER / 2n && [0, 1, 27, 28].includes(v);
}

export class SignInRefusedError extends GatewayError {
  override readonly name = "SignInRefusedError";
  constructor({ field, rule, cause }: { field: string; rule: string; cause?: unknown }) {
    super("The sign-in is not accepted.", {
      code: "unauthorized",
      metaMessages: [`The message's ${field} ${rule}.`],
      field,
      rule,
      hint: "Ask for a new nonce and sign again.",
      cause,
    });
  }
}
