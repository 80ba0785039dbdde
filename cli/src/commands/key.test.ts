import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decryptKey } from "@computehive/sdk/keystore";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";
import type { Env } from "../env.ts";
import type { Surroundings } from "../session/session.ts";
import { runHive } from "../testing/run-hive.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";

const PASSWORD = "correct horse battery";

describe("hive key new", () => {
  it("writes a keystore that its owner alone can read and the password opens", async () => {
    const { run, cwd } = setup({ HIVE_PASSWORD: PASSWORD });
    const { code, stdout } = await run("key", "new", "keys/mine.json", "--json");
    expect(code).toBe(0);
    const { address, keystore } = JSON.parse(stdout) as { address: string; keystore: string };
    expect(keystore).toBe(join(cwd, "keys/mine.json"));
    expect(statSync(keystore).mode & 0o777).toBe(0o600);
    const text = readFileSync(keystore, "utf8");
    expect((await decryptKey(text, PASSWORD)).address).toBe(address);
    await expect(decryptKey(text, `${PASSWORD} `)).rejects.toThrow("does not open");
  });

  it("never writes over a file", async () => {
    const { run, cwd } = setup({ HIVE_PASSWORD: PASSWORD });
    writeFileSync(join(cwd, "mine.json"), "precious");
    const { code, stderr } = await run("key", "new", "mine.json");
    expect(code).toBe(2);
    expect(stderr).toContain("never written over");
    expect(readFileSync(join(cwd, "mine.json"), "utf8")).toBe("precious");
  });

  it("asks twice for what nobody sees, and takes no short password", async () => {
    const typed = (...answers: string[]) => setup({}, { askPassword: async () => answers.shift() ?? "" });
    const differing = typed(PASSWORD, "something else");
    expect(await differing.run("key", "new", "k.json")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("differ"),
    });
    const short = typed("1234567", "1234567");
    expect(await short.run("key", "new", "k.json")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("at least 8"),
    });
    for (const { cwd } of [differing, short]) expect(existsSync(join(cwd, "k.json"))).toBe(false);
    expect((await typed(PASSWORD, PASSWORD).run("key", "new", "k.json")).code).toBe(0);
  });

  it("prefers a password file that is named to the environment", async () => {
    const { run, cwd } = setup({ HIVE_PASSWORD: "of the environment" });
    writeFileSync(join(cwd, "password"), `${PASSWORD}\n`);
    await run("key", "new", "k.json", "--password-file", "password");
    await expect(decryptKey(readFileSync(join(cwd, "k.json"), "utf8"), PASSWORD)).resolves.toBeDefined();
  });
});

describe("hive key import", () => {
  it("keeps the key of the environment, and prints its address alone", async () => {
    const key = generatePrivateKey();
    const { run, cwd } = setup({ HIVE_PASSWORD: PASSWORD, HIVE_PRIVATE_KEY: key });
    const { code, stdout, stderr } = await run("key", "import", "k.json");
    expect(code).toBe(0);
    expect(stdout).toContain(privateKeyToAccount(key).address);
    expect(stdout + stderr).not.toContain(key.slice(2));
    expect((await decryptKey(readFileSync(join(cwd, "k.json"), "utf8"), PASSWORD)).address).toBe(
      privateKeyToAccount(key).address,
    );
  });

  it.each([undefined, "0x12", `0x${"zz".repeat(32)}`])("refuses %j without repeating it", async (key) => {
    const { run } = setup({ HIVE_PASSWORD: PASSWORD, ...(key !== undefined && { HIVE_PRIVATE_KEY: key }) });
    const { code, stderr } = await run("key", "import", "k.json");
    expect(code).toBe(2);
    expect(stderr).toContain("HIVE_PRIVATE_KEY");
    if (key) expect(stderr).not.toContain(key);
  });

  it("takes no key as an argument", async () => {
    const key = generatePrivateKey();
    const { run } = setup({ HIVE_PASSWORD: PASSWORD });
    const { code, stdout, stderr } = await run("key", "import", "k.json", "--private-key", key);
    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain(key.slice(2));
  });
});

function setup(env: Env, more: Partial<Surroundings> = {}) {
  const cwd = temporaryFolder();
  return { cwd, run: (...args: string[]) => runHive(args, { cwd, env, ...more }) };
}
