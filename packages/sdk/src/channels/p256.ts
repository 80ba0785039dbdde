import { P256, PublicKey, Signature } from "ox";
import { type Address, concat, type Hex, keccak256, numberToHex, slice } from "viem";

/** A P-256 key's point, 32 bytes each. */
export interface P256PublicKey {
  readonly x: Hex;
  readonly y: Hex;
}

/**
 * A P-256 key that signs digests as they are: in a security module, an enclave or a key service that takes what is hashed already.
 * Keys of WebCrypto cannot sign vouchers: they hash whatever they are given with SHA-256, and the escrow does not.
 */
export interface P256Key {
  readonly publicKey: P256PublicKey;
  /** @returns r and s, 64 bytes; either form of s will do. */
  signDigest(digest: Hex): Promise<Hex>;
}

/** The name of a P-256 key among the signers of channels. */
export function signerOfP256({ x, y }: P256PublicKey): Address {
  return slice(keccak256(concat([x, y])), 12);
}

/** A key in this process's memory, for programs without a better place and for tests. */
export function p256KeyOf(privateKey: Hex): P256Key {
  const { x, y } = P256.getPublicKey({ privateKey });
  return {
    publicKey: { x: numberToHex(x, { size: 32 }), y: numberToHex(y, { size: 32 }) },
    async signDigest(digest) {
      const { r, s } = P256.sign({ payload: digest, privateKey });
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

export function p256Verifies({
  digest,
  signature,
  publicKey,
}: {
  digest: Hex;
  signature: Hex;
  publicKey: P256PublicKey;
}): boolean {
  try {
    const { r, s } = Signature.fromHex(signature);
    const point = PublicKey.from({ prefix: 4, x: BigInt(publicKey.x), y: BigInt(publicKey.y) });
    return P256.verify({ payload: digest, publicKey: point, signature: { r, s } });
  } catch {
    // No point of the curve, or numbers out of range.
    return false;
  }
}
