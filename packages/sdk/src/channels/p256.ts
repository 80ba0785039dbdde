import { P256, PublicKey, Signature } from "ox";
import { type Address, concat, type Hex, hexToBytes, keccak256, numberToHex, slice, toHex } from "viem";

/** A P-256 key's point, 32 bytes each. */
export interface P256PublicKey {
  readonly x: Hex;
  readonly y: Hex;
}

/** A P-256 key that signs as browsers, security modules and key services do (ES256): over the SHA-256 of what it is given. */
export interface P256Key {
  readonly publicKey: P256PublicKey;
  /** @param message for a voucher the 32 bytes of its digest. @returns r and s, 64 bytes; either form of s will do. */
  sign(message: Hex): Promise<Hex>;
}

/** The name of a P-256 key among the signers of channels. */
export function signerOfP256({ x, y }: P256PublicKey): Address {
  return slice(keccak256(concat([x, y])), 12);
}

/**
 * A key of WebCrypto; its private half need not be extractable, so that no script can carry it away.
 *
 * @param pair generated for ECDSA over P-256.
 */
export async function webCryptoKeyOf({ publicKey, privateKey }: CryptoKeyPair): Promise<P256Key> {
  const point = toHex(new Uint8Array(await crypto.subtle.exportKey("raw", publicKey)));
  return {
    publicKey: { x: slice(point, 1, 33), y: slice(point, 33, 65) },
    async sign(message) {
      const algorithm = { name: "ECDSA", hash: "SHA-256" };
      const bytes = Uint8Array.from(hexToBytes(message));
      return toHex(new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, bytes)));
    },
  };
}

/** A key in this process's memory, for programs without a better place and for tests. */
export function p256KeyOf(privateKey: Hex): P256Key {
  const { x, y } = P256.getPublicKey({ privateKey });
  return {
    publicKey: { x: numberToHex(x, { size: 32 }), y: numberToHex(y, { size: 32 }) },
    async sign(message) {
      const { r, s } = P256.sign({ payload: message, privateKey, hash: true });
      return concat([numberToHex(r, { size: 32 }), numberToHex(s, { size: 32 })]);
    },
  };
}

const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The same signature with the lower s, which is the only form that contracts take. */
export function withLowS(signature: Hex): Hex {
  const s = BigInt(slice(signature, 32, 64));
  return s > ORDER / 2n ? concat([slice(signature, 0, 32), numberToHex(ORDER - s, { size: 32 })]) : signature;
}

/** Whether the key signed the SHA-256 of `message`. */
export function p256Verifies({
  message,
  signature,
  publicKey,
}: {
  message: Hex;
  signature: Hex;
  publicKey: P256PublicKey;
}): boolean {
  try {
    const { r, s } = Signature.fromHex(signature);
    const point = PublicKey.from({ prefix: 4, x: BigInt(publicKey.x), y: BigInt(publicKey.y) });
    return P256.verify({ payload: message, publicKey: point, signature: { r, s }, hash: true });
  } catch {
    // No point of the curve, or numbers out of range.
    return false;
  }
}
