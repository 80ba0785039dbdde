import { existsSync } from "node:fs";
import { mkdir, open, rm } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { encryptKey, newPrivateKey } from "@computehive/sdk/keystore";
import { type Hex, isHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";

import { defineCommand, defineGroup, type HiveCommand, type Perform } from "../command.ts";
import { readPassword } from "../session/account.ts";
import type { Session } from "../session/session.ts";
import { UsageError } from "../usage-error.ts";

const SHORTEST_PASSWORD = 8;

export function keyCommand(perform: Perform): HiveCommand {
  const file = { type: "string", demandOption: true, describe: "the keystore file to write; must not exist" } as const;
  const make = defineCommand(perform, {
    command: "new <file>",
    describe: "Make a new key and keep it in an encrypted keystore file",
    options: (yargs) => yargs.positional("file", file),
    run: (session, options) => keepKey(session, options.file, newPrivateKey()),
  });
  const importKey = defineCommand(perform, {
    command: "import <file>",
    describe: "Keep the key in HIVE_PRIVATE_KEY in an encrypted keystore file",
    options: (yargs) => yargs.positional("file", file),
    async run(session, options) {
      const key = session.surroundings.env.HIVE_PRIVATE_KEY;
      if (key === undefined || !isHex(key) || key.length !== 66) {
        throw new UsageError("The key to import is read from an environment variable.", {
          field: "HIVE_PRIVATE_KEY",
          rule: "0x and 64 hexadecimal digits",
        });
      }
      await keepKey(session, options.file, key);
    },
  });
  return defineGroup("key", "Keys in encrypted keystore files", [make, importKey]);
}

async function keepKey(session: Session, named: string, privateKey: Hex): Promise<void> {
  const { env, cwd, askPassword } = session.surroundings;
  const file = resolve(cwd, named);
  if (existsSync(file)) throw alreadyThere(file);
  const password = await readPassword(session.options, {
    env,
    cwd,
    askPassword,
    purpose: "Password of the new keystore",
    twice: true,
  });
  if (password.length < SHORTEST_PASSWORD) {
    throw new UsageError("The password is too short.", {
      field: "password",
      rule: `at least ${SHORTEST_PASSWORD} characters`,
    });
  }
  await writeNew(file, await encryptKey(privateKey, password));
  const { address } = privateKeyToAccount(privateKey);
  session.printer.result(
    { address, keystore: file },
    `${address}\nKeystore: ${file}\nWithout file and password the key is lost: keep a copy of both.`,
  );
}

/** Readable by its owner alone; never over an existing file. */
async function writeNew(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, "wx", 0o600).catch((cause: NodeJS.ErrnoException) => {
    throw cause.code === "EEXIST"
      ? alreadyThere(file)
      : new UsageError("The keystore cannot be written.", { field: "file", given: file, cause });
  });
  try {
    await handle.writeFile(text);
    await handle.sync();
  } catch (error) {
    // Half a keystore opens nothing and would stand in the way of the next try.
    await rm(file, { force: true });
    throw error;
  } finally {
    await handle.close();
  }
}

function alreadyThere(file: string): UsageError {
  return new UsageError("The file exists already: a keystore is never written over.", { field: "file", given: file });
}
