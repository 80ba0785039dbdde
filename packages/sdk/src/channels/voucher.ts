import { type Channel, channelIdOf, type Voucher, voucherDigestOf } from "@computehive/protocol/channel";
import { type Address, type Hex, isAddressEqual, recoverAddress, slice } from "viem";
import { type P256PublicKey, p256Verifies, signerOfP256 } from "./p256.ts";

/** A voucher as it goes from hand to hand, with all that it takes to check and redeem it. */
export interface SignedVoucher {
  readonly chainId: number;
  readonly escrow: Address;
  readonly channel: Channel;
  /** All that was ever owed on the channel, in the token's smallest unit. */
  readonly cumulative: bigint;
  /** Root of the receipts that the sum pays for; zero where it names none. */
  readonly receiptsRoot: Hex;
  /** r, s, v of an ECDSA key (65 bytes), or r, s of a P-256 key (64 bytes). */
  readonly signature: Hex;
  /** Of a P-256 key; an ECDSA key needs none. */
  readonly publicKey?: P256PublicKey;
}

/** What the channel's signer signs. */
export function promiseOf({ channel, cumulative, receiptsRoot }: Omit<SignedVoucher, "signature">): Voucher {
  return { channelId: channelIdOf(channel), cumulative, receiptsRoot };
}

/** Whether the signature is one of the channel's signer, as the escrow will judge it. Asks nobody. */
export async function isSignedBySigner(voucher: SignedVoucher): Promise<boolean> {
  const { signature, publicKey, channel } = voucher;
  const digest = voucherDigestOf({ chainId: voucher.chainId, address: voucher.escrow }, promiseOf(voucher));
  if (publicKey) {
    return (
      isAddressEqual(signerOfP256(publicKey), channel.signer) && p256Verifies({ message: digest, signature, publicKey })
    );
  }
  if (!isStrict(signature)) return false;
  const signer = await recoverAddress({ hash: digest, signature }).catch(() => undefined);
  return signer !== undefined && isAddressEqual(signer, channel.signer);
}

/** Half the order of secp256k1: a signature with a greater s has a second form, which contracts refuse. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/** In the one form that contracts take: 65 bytes, a low s, v of 27 or 28. */
function isStrict(signature: Hex): boolean {
  return STRICT.test(signature) && BigInt(slice(signature, 32, 64)) <= HALF_ORDER;
}

const STRICT = /^0x[0-9a-f]{128}1[bc]$/i;
