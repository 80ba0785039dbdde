import { cidFromDigest, cidOf } from "@computehive/protocol/cid";
import { bytesToHex } from "viem";

/** Content address of a file. By the browser's own code, off the page's thread, where the page's origin may use it. */
export async function hashFile(bytes: Uint8Array): Promise<string> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) return cidOf(bytes);
  const digest = await subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>);
  return cidFromDigest(bytesToHex(new Uint8Array(digest)));
}
