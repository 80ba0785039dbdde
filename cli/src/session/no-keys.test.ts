import { describe, expect, it } from "vitest";
import { runHive } from "../testing/run-hive.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";

const DIGITS = "aB".repeat(32);
const ID = `0x${DIGITS}`;
const STACKLESS = /No stack runs here/;

describe("64 hexadecimal digits", () => {
  it.each([
    ["job", "show", ID],
    ["job", "watch", ID],
    ["job", "accept", ID],
    ["job", "dispute", ID, "--complaint", "wrong"],
    ["job", "cancel", ID],
    ["job", "close", ID],
    ["job", "result", ID],
    ["receipt", "show", ID],
    ["receipt", "verify", ID],
    ["arbiter", "rule", ID, "--finding", "upheld"],
    ["offer", "cancel", ID],
    ["job", "post", "program.wasm", "--offer", ID],
    ["channel", "show", ID],
    ["channel", "voucher", ID, "1", "--receipts-root", ID],
  ])("are an id in: %s %s …", async (...args) => {
    // As far as it goes without a chain.
    expect((await hive(args)).stderr).toMatch(STACKLESS);
  });

  it.each([
    ["account", "show", ID],
    ["account", "deposit", ID],
    ["stake", "show", DIGITS],
    ["stake", "add", DIGITS],
    ["faucet", ID],
    ["earnings", ID],
    ["node", "start", ID],
    ["node", "status", ID],
    ["node", "register", DIGITS],
    ["key", "new", DIGITS],
    ["job", "list", "--as", ID],
    ["job", "list", "--keystore", ID],
    ["job", "list", "--password-file", DIGITS],
    ["job", "list", "--buyer", ID],
    ["job", "show", ID, "--keystore", ID],
    ["job", "post", ID],
    ["job", "post", "program.wasm", "--input", DIGITS],
    ["job", "post", "program.wasm", "--title", ID],
    ["channel", "open", ID],
    ["channel", "open", "0x12", "--signer", DIGITS],
    ["channel", "redeem", "voucher.json", ID],
    // An id has 0x in front of it.
    ["job", "show", DIGITS],
    ["offer", "cancel", DIGITS],
  ])("may be a private key in: %s %s %s %s", async (...args) => {
    const { code, stdout, stderr } = await hive(args);
    expect(code).toBe(2);
    expect(stderr).toContain("This may be a private key");
    expect(stdout + stderr).not.toContain(DIGITS);
  });

  it.each([
    ["job", "show", ID, ID],
    ["account", "show", "--key", ID],
    ["sign", ID],
  ])("are not repeated where nothing is expected: %s %s %s", async (...args) => {
    const { code, stdout, stderr } = await hive(args);
    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain(DIGITS);
  });

  it("are judged by the rules of manifests where they belong to a program", async () => {
    expect((await hive(["job", "post", "program.wasm", "--", ID])).stderr).toMatch(STACKLESS);
  });
});

function hive(args: readonly string[]) {
  return runHive(args, { cwd: temporaryFolder() });
}
