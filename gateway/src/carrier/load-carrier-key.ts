import { readFile } from "node:fs/promises";
import { ComputeHiveError } from "@computehive/protocol/error";
import { decryptKey } from "@computehive/sdk/keystore";
import type { CarrierSigner } from "./carrier-ports.ts";

/** The key of a keystore file, opened by the first line of a password file. @throws CarrierKeyMissingError */
export async function loadCarrierKey(files: { keystore: string; passwordFile: string }): Promise<CarrierSigner> {
  const keystore = await readText(files.keystore);
  const password = (await readText(files.passwordFile)).replace(/\r?\n$/, "");
  const { address, signTransaction } = await decryptKey(keystore, password);
  return { address, signTransaction: (transaction) => signTransaction(transaction) };
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new CarrierKeyMissingError({ file, cause });
  }
}

export class CarrierKeyMissingError extends ComputeHiveError {
  override readonly name = "CarrierKeyMissingError";
  constructor({ file, cause }: { file: string; cause: unknown }) {
    super("The key of the gateway's carrier cannot be had.", {
      metaMessages: [`File: ${file}`, "Reason: the file cannot be read."],
      cause,
    });
  }
}
