import { StoreFullError, StoreUnavailableError } from "../../store-errors.ts";

const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);
const UNAVAILABLE = new Set(["EROFS", "EACCES", "EPERM", "EIO", "EMFILE", "ENFILE"]);

/** Turns what the operating system says of its disk into the gateway's two words for it. */
export async function guardDisk<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
    if (FULL.has(code)) throw new StoreFullError({ cause });
    if (UNAVAILABLE.has(code)) throw new StoreUnavailableError({ cause });
    throw cause;
  }
}
