import { readFileSync } from "node:fs";
import { ComputeHiveError } from "@computehive/protocol/error";
import { decryptKey } from "@computehive/sdk/keystore";
import { isHex, type LocalAccount, size } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { Environment } from "../env.ts";
import type { AgentConfig } from "./config.ts";

const DEFAULT_PASSWORD_VARIABLE = "HIVE_AGENT_PASSWORD";

/**
 * A key, the node's or the juror's, from a keystore file or an environment variable. Never from an argument: arguments are visible to every user of the
 * machine.
 *
 * @throws KeyMissingError that says where it was looked for.
 */
export async function loadKey(key: AgentConfig["key"], env: Environment): Promise<LocalAccount> {
  if ("privateKeyVariable" in key) return fromVariable(key.privateKeyVariable, env);
  const password = passwordOf(key, env);
  return decryptKey(readText(key.keystore), password);
}

function fromVariable(variable: string, env: Environment): LocalAccount {
  const value = env[variable];
  if (!value) throw new KeyMissingError({ place: `the environment variable ${variable}`, reason: "it is not set" });
  if (!isHex(value) || size(value) !== 32)
    throw new KeyMissingError({
      place: `the environment variable ${variable}`,
      reason: "it is not 32 bytes in hexadecimal",
    });
  return privateKeyToAccount(value);
}

function passwordOf(
  { passwordFile, passwordVariable }: { passwordFile?: string | undefined; passwordVariable?: string | undefined },
  env: Environment,
): string {
  if (passwordFile) return readText(passwordFile).replace(/\r?\n$/, "");
  const variable = passwordVariable ?? DEFAULT_PASSWORD_VARIABLE;
  const password = env[variable];
  if (password === undefined)
    throw new KeyMissingError({
      place: `the environment variable ${variable}`,
      reason: "it is not set, and no password file is configured",
    });
  return password;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new KeyMissingError({ place: file, reason: "the file cannot be read", cause });
  }
}

export class KeyMissingError extends ComputeHiveError {
  override readonly name = "KeyMissingError";
  constructor({ place, reason, cause }: { place: string; reason: string; cause?: unknown }) {
    super("The key cannot be had.", { metaMessages: [`Looked at: ${place}`, `Reason:    ${reason}.`], cause });
  }
}
