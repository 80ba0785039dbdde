import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import type { SignedVoucher } from "@computehive/sdk/channels/voucher";
import { readVoucher, VoucherInvalidError, voucherToJson } from "@computehive/sdk/channels/voucher-file";
import { UsageError } from "../usage-error.ts";

/** @throws UsageError that names the file, and what in it is wrong. */
export function readVoucherFile(name: string, { cwd }: { cwd: string }): SignedVoucher {
  try {
    return readVoucher(readFileSync(resolve(cwd, name), "utf8"));
  } catch (cause) {
    if (cause instanceof VoucherInvalidError) {
      const { field, rule } = cause;
      throw new UsageError("A file is not a voucher.", { field, rule, given: name, cause });
    }
    throw new UsageError("A file cannot be read.", { field: "file", rule: "a readable file", given: name, cause });
  }
}

export function voucherText(voucher: SignedVoucher): string {
  return JSON.stringify(voucherToJson(voucher), undefined, 2);
}

/** Never half a voucher. @throws UsageError; the promise is kept, and can be signed again. */
export function writeVoucherFile(name: string, voucher: SignedVoucher, { cwd }: { cwd: string }): string {
  const file = resolve(cwd, name);
  try {
    writeFileSync(`${file}.part`, `${voucherText(voucher)}\n`, { flush: true });
    renameSync(`${file}.part`, file);
  } catch (cause) {
    throw new UsageError(
      "The voucher cannot be written there. Give the command again with another file: it signs the same.",
      {
        field: "out",
        rule: "a file that can be written",
        given: name,
        cause,
      },
    );
  }
  return file;
}
