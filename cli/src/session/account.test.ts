import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { encryptKey } from "@computehive/sdk/keystore";
import type { StackFile } from "@computehive/sdk/stack-file";
import type { Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import type { Env } from "../env.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { loadAccount } from "./account.ts";
import type { GlobalOptions } from "./settings.ts";

const PASSWORD = "correct horse battery";

describe("the key that signs", () => {
  it("is --as, then --keystore, then HIVE_PRIVATE_KEY, then HIVE_KEYSTORE", async () => {
    const { load, keys } = await setup();
    const env = { HIVE_PASSWORD: PASSWORD, HIVE_PRIVATE_KEY: keys.environment, HIVE_KEYSTORE: "other.json" };
    const of = (key: Hex) => privateKeyToAccount(key).address;
    expect(await load({ as: "buyer", keystore: "named.json" }, env)).toBe(of(keys.demo));
    expect(await load({ keystore: "named.json" }, env)).toBe(of(keys.named));
    expect(await load({}, env)).toBe(of(keys.environment));
    expect(await load({}, { ...env, HIVE_PRIVATE_KEY: undefined })).toBe(of(keys.other));
  });

  it.each<[string, Partial<GlobalOptions>, Env, RegExp]>([
    ["no key at all", {}, {}, /give --keystore FILE.*\n.*keystore\n.*--as NAME works too: buyer/],
    ["an unknown demo account", { as: "nobody" }, {}, /Field: as\nRule: {2}buyer\nGiven: nobody/],
    ["a keystore that is not there", { keystore: "nowhere.json" }, {}, /Field: keystore/],
    ["a keystore that is none", { keystore: "password" }, { HIVE_PASSWORD: PASSWORD }, /not a keystore file/],
    ["a wrong password", { keystore: "named.json" }, { HIVE_PASSWORD: "wrong password" }, /does not open/],
    [
      "a password file that is not there",
      { keystore: "named.json", passwordFile: "nowhere" },
      {},
      /Field: password-file/,
    ],
  ])("is not found with %s, and the sentence says what to do", async (_name, options, env, sentence) => {
    const { load } = await setup();
    await expect(load(options, env)).rejects.toThrow(sentence);
  });

  it("is never repeated where it is wrong", async () => {
    const { load, keys } = await setup();
    const error = await load({}, { HIVE_PRIVATE_KEY: keys.environment.slice(0, -1) }).catch((cause: unknown) => cause);
    expect(String(error)).toContain("HIVE_PRIVATE_KEY");
    expect(JSON.stringify([String(error), error])).not.toContain(keys.environment.slice(2, 20));
  });
});

async function setup() {
  const folder = temporaryFolder();
  const keys = {
    demo: generatePrivateKey(),
    named: generatePrivateKey(),
    other: generatePrivateKey(),
    environment: generatePrivateKey(),
  };
  for (const name of ["demo", "named", "other"] as const) {
    writeFileSync(join(folder, `${name}.json`), await encryptKey(keys[name], PASSWORD, { scryptCost: 2 }));
  }
  writeFileSync(join(folder, "password"), `${PASSWORD}\n`);
  const { address } = privateKeyToAccount(keys.demo);
  const stack = {
    accounts: { buyer: { address, keystore: join(folder, "demo.json") } },
    passwordFile: join(folder, "password"),
  } as unknown as StackFile;
  const askPassword = async () => {
    throw new Error("Nobody expected to be asked.");
  };
  return {
    keys,
    load: async (options: Partial<GlobalOptions>, env: Env) =>
      (await loadAccount({ json: false, ...options }, { env, cwd: folder, stack, askPassword })).address,
  };
}
