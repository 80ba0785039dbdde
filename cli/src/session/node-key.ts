import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { decryptKey } from "@computehive/sdk/keystore";

import { UsageError } from "../usage-error.ts";
import { readPassword } from "./account.ts";
import type { Session } from "./session.ts";

/** Opens the keystore of a node key, with its own password or the session's. */
export async function openNodeKey(session: Session, file: string, passwordFile: string | undefined) {
  const { env, cwd, askPassword } = session.surroundings;
  const path = resolve(cwd, file);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new UsageError("The node's keystore cannot be read.", { field: "node-keystore", given: path, cause });
  }
  const options = passwordFile === undefined ? session.options : { passwordFile };
  return decryptKey(text, await readPassword(options, { env, cwd, askPassword, purpose: `Password of ${file}` }));
}
