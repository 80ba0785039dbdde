import { z } from "zod";

/**
 * Version 1, raw, sha2-256, 32 bytes: the first 30 of 288 bits are the same in all of them. The digit that follows them begins
 * with the last two bits of the length, the last digit ends with two bits that fill it up; all four are zero.
 */
const FORM = /^bafkrei[a-h][a-z2-7]{50}[aeimquy4]$/;

/** Whether this is the one form that `cidOf` writes; agrees with `digestOfCid` without reading what stands in it. */
export function isCid(cid: string): boolean {
  return FORM.test(cid);
}

export const cidSchema = z.string().refine(isCid, "a CID: version 1, raw, sha2-256, lower-case base32 (bafkrei…)");
