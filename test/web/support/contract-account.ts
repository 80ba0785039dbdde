import { concatHex, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import type { Place } from "./place.ts";
import { rpc } from "./test.ts";

/** A contract account on the stack's chain (EIP-1271) that takes the signatures of `owner` and of nobody else for its own. */
export async function contractAccountOf(place: Place, owner: Hex): Promise<Hex> {
  const address = privateKeyToAddress(generatePrivateKey());
  await rpc(place, "anvil_setCode", [address, runtimeFor(owner)]);
  return address;
}

/** `isValidSignature(bytes32 hash, bytes signature)` with 65 bytes r, s, v: ecrecover, compared with the owner. */
function runtimeFor(owner: Hex): Hex {
  return concatHex([
    "0x600435", // hash
    "0x5f52",
    "0x60a43560f81c602052", // v, the last byte of the signature
    "0x606435604052", // r
    "0x608435606052", // s
    "0x6020608060805f60015afa50", // ecrecover(0x00 .. 0x80) to 0x80
    "0x608051", // who signed
    "0x73",
    owner,
    "0x14", // the owner?
    "0x631626ba7e60e01b02", // then the magic value, else zero
    "0x5f5260205ff3",
  ]);
}
