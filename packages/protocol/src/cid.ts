import { base32 } from "multiformats/bases/base32";
import { CID } from "multiformats/cid";
import * as digests from "multiformats/hashes/digest";
import { bytesToHex, type Hex, hexToBytes, sha256 as viemSha256 } from "viem";
import { ComputeHiveError } from "./error.ts";

const RAW_CODEC = 0x55;
const SHA2_256 = 0x12;
const DIGEST_BYTES = 32;

export function sha256(bytes: Uint8Array): Hex {
  return viemSha256(bytes);
}

/** The content's address: CIDv1, raw codec, sha2-256, base32. */
export function cidOf(bytes: Uint8Array): string {
  return cidFromDigest(sha256(bytes));
}

/** The CID whose digest is `hash`: the hashes in orders and receipts name their blobs. */
export function cidFromDigest(hash: Hex): string {
  const digest = hexToBytes(hash);
  if (digest.length !== DIGEST_BYTES) throw new CidInvalidError({ cid: hash, reason: "a sha-256 digest has 32 bytes" });
  return CID.createV1(RAW_CODEC, digests.create(SHA2_256, digest)).toString(base32);
}

/**
 * The sha-256 digest in a CID.
 *
 * @throws CidInvalidError for every form but the one `cidOf` writes, so that one blob has one name.
 */
export function digestOfCid(cid: string): Hex {
  const parsed = parse(cid);
  if (parsed.version !== 1) throw new CidInvalidError({ cid, reason: `its version is ${parsed.version}, not 1` });
  if (parsed.code !== RAW_CODEC)
    throw new CidInvalidError({ cid, reason: `its codec is 0x${parsed.code.toString(16)}, not raw (0x55)` });
  if (parsed.multihash.code !== SHA2_256 || parsed.multihash.size !== DIGEST_BYTES) {
    throw new CidInvalidError({ cid, reason: "its hash is not sha2-256" });
  }
  const digest = bytesToHex(parsed.multihash.digest);
  // Written anew: the library remembers the text that it read, and reads more than it writes.
  if (cidFromDigest(digest) !== cid)
    throw new CidInvalidError({ cid, reason: "it is not written in lower-case base32" });
  return digest;
}

function parse(cid: string): CID {
  try {
    return CID.parse(cid);
  } catch (cause) {
    throw new CidInvalidError({ cid, reason: "it cannot be read", cause });
  }
}

/** The bytes are not those that the CID names. */
export class CidMismatchError extends ComputeHiveError {
  override readonly name = "CidMismatchError";
  constructor({ expected, given }: { expected: string; given: string }) {
    super("The content does not match its CID.", { metaMessages: [`Expected: ${expected}`, `Given:    ${given}`] });
  }
}

/** @throws CidMismatchError unless `bytes` are what `cid` names. */
export function assertCid(cid: string, bytes: Uint8Array): void {
  const given = cidOf(bytes);
  if (given !== cid) throw new CidMismatchError({ expected: cid, given });
}

export class CidInvalidError extends ComputeHiveError {
  override readonly name = "CidInvalidError";
  constructor({ cid, reason, cause }: { cid: string; reason: string; cause?: unknown }) {
    super("This is not a CID that ComputeHive uses (CIDv1, raw, sha2-256, base32).", {
      metaMessages: [`Given:  ${cid.slice(0, 120)}`, `Reason: ${reason}.`],
      cause,
    });
  }
}
