import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decryptKey, encryptKey } from "@computehive/sdk/keystore";
import type { Address, Hex } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { LOCAL_CHAIN_ONLY_KEYS } from "../../chain/local-accounts.ts";
import { writePrivately } from "./write-privately.ts";

/** In the order of the local chain's funded accounts. */
export const ACCOUNT_NAMES = [
  "deployer",
  "buyer",
  "provider-a",
  "node-a",
  "provider-b",
  "node-b",
  "arbiter",
  "carrier",
] as const;
export type AccountName = (typeof ACCOUNT_NAMES)[number];

/** Everybody knows these keys: the password keeps nobody out, it lets the demo accounts be used like real ones. */
const PASSWORD = "local-chain-only";
/** 1 MiB and some milliseconds, for the same reason. */
const SCRYPT_COST = 1_024;

export type DemoAccounts = Readonly<
  Record<AccountName, { readonly account: PrivateKeyAccount; readonly keystore: string }>
>;

export function passwordFile(folder: string): string {
  return join(folder, "password");
}

/** The demo accounts with their keystores in `folder`; those that are missing or cannot be opened are written. */
export async function writeDemoAccounts(folder: string): Promise<DemoAccounts> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writePrivately(passwordFile(folder), `${PASSWORD}\n`);
  const entries = await Promise.all(
    ACCOUNT_NAMES.map(async (name, index) => {
      const privateKey = LOCAL_CHAIN_ONLY_KEYS[index] as Hex;
      const account = privateKeyToAccount(privateKey);
      const keystore = join(folder, `${name}.json`);
      if (!(await opens(keystore, account.address)))
        writePrivately(keystore, await encryptKey(privateKey, PASSWORD, { scryptCost: SCRYPT_COST }));
      return [name, { account, keystore }] as const;
    }),
  );
  return Object.fromEntries(entries) as DemoAccounts;
}

async function opens(keystore: string, address: Address): Promise<boolean> {
  if (!existsSync(keystore)) return false;
  try {
    return (await decryptKey(readFileSync(keystore, "utf8"), PASSWORD)).address === address;
  } catch {
    return false;
  }
}
