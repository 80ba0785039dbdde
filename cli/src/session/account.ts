import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { decryptKey } from "@computehive/sdk/keystore";
import { isHex } from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import type { Env } from "../env.ts";
import type { PasswordPrompt } from "../terminal/ask.ts";
import { UsageError } from "../usage-error.ts";
import type { GlobalOptions, Settings } from "./settings.ts";

export interface AccountSources {
  env: Env;
  cwd: string;
  stack: Settings["stack"];
  askPassword: PasswordPrompt;
}

/** The key that signs: `--as`, then `--keystore`, then HIVE_PRIVATE_KEY, then HIVE_KEYSTORE. Never an argument. */
export async function loadAccount(options: GlobalOptions, sources: AccountSources): Promise<PrivateKeyAccount> {
  if (options.as !== undefined) return demoAccount(options.as, sources);
  if (options.keystore !== undefined) return fromKeystore("keystore", options.keystore, options, sources);
  const { HIVE_PRIVATE_KEY, HIVE_KEYSTORE } = sources.env;
  if (HIVE_PRIVATE_KEY !== undefined) return fromPrivateKey(HIVE_PRIVATE_KEY);
  if (HIVE_KEYSTORE !== undefined) return fromKeystore("HIVE_KEYSTORE", HIVE_KEYSTORE, options, sources);
  throw new UsageError("This command signs and needs a key: give --keystore FILE, HIVE_KEYSTORE or HIVE_PRIVATE_KEY.", {
    field: "keystore",
    ...(sources.stack && {
      rule: `on this stack --as NAME works too: ${Object.keys(sources.stack.accounts).join(", ")}`,
    }),
  });
}

async function demoAccount(name: string, { stack }: AccountSources): Promise<PrivateKeyAccount> {
  const entry = stack?.accounts[name];
  if (!stack || !entry) {
    const known = stack ? Object.keys(stack.accounts).join(", ") : "no stack runs here";
    throw new UsageError("There is no such demo account.", { field: "as", rule: known, given: name });
  }
  return decryptKey(readText("as", entry.keystore), readText("passwordFile", stack.passwordFile).trim());
}

async function fromKeystore(
  field: string,
  file: string,
  options: GlobalOptions,
  { env, cwd, askPassword }: AccountSources,
): Promise<PrivateKeyAccount> {
  const text = readText(field, resolve(cwd, file));
  return decryptKey(text, await readPassword(options, { env, cwd, askPassword, purpose: `Password of ${file}` }));
}

export interface PasswordSources extends Omit<AccountSources, "stack"> {
  purpose: string;
  /** For a new keystore: what is typed must be typed twice, because nobody sees it. */
  twice?: boolean;
}

/** The password from `--password-file`, HIVE_PASSWORD, HIVE_PASSWORD_FILE, or the terminal. */
export async function readPassword(
  { passwordFile }: Pick<GlobalOptions, "passwordFile">,
  { env, cwd, askPassword, purpose, twice = false }: PasswordSources,
): Promise<string> {
  const inFile = (field: string, file: string): string => readText(field, resolve(cwd, file)).replace(/\r?\n$/, "");
  if (passwordFile !== undefined) return inFile("password-file", passwordFile);
  if (env.HIVE_PASSWORD !== undefined) return env.HIVE_PASSWORD;
  if (env.HIVE_PASSWORD_FILE !== undefined) return inFile("HIVE_PASSWORD_FILE", env.HIVE_PASSWORD_FILE);
  const typed = await askPassword(purpose);
  if (twice && (await askPassword("The same once more")) !== typed) {
    throw new UsageError("The two passwords differ.", { field: "password", rule: "the same twice" });
  }
  return typed;
}

function fromPrivateKey(key: string): PrivateKeyAccount {
  // The value itself is never repeated: it may be a key with a typing error.
  if (!isHex(key) || key.length !== 66) {
    throw new UsageError("HIVE_PRIVATE_KEY is not a private key.", {
      field: "HIVE_PRIVATE_KEY",
      rule: "0x and 64 hexadecimal digits",
    });
  }
  return privateKeyToAccount(key);
}

function readText(field: string, file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new UsageError("A file cannot be read.", { field, rule: "a readable file", given: file, cause });
  }
}
