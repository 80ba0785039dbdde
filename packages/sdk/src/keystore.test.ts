import { Wallet } from "ethers";
import { describe, expect, it } from "vitest";
import { decryptKey, encryptKey, KeystoreInvalidError, KeystorePassphraseError, keystoreAddress, newPrivateKey } from "./keystore.ts";

const cheap = { scryptCost: 1024 };

describe("keystores", () => {
  it("give back the key that was put in, to the right passphrase alone", async () => {
    const text = await encryptKey(newPrivateKey(), "correct horse", cheap);
    const account = await decryptKey(text, "correct horse");
    expect(keystoreAddress(text)).toBe(account.address.toLowerCase());
    await expect(decryptKey(text, "wrong horse")).rejects.toThrow(KeystorePassphraseError);
  });

  it("are read by another library, and its own are read here", async () => {
    const key = newPrivateKey();
    const ours = await Wallet.fromEncryptedJson(await encryptKey(key, "pass", cheap), "pass");
    expect(ours.privateKey).toBe(key);
    // That library's test setting; its default takes a second.
    const { encryptKeystoreJson } = await import("ethers");
    const theirs = await encryptKeystoreJson({ address: ours.address, privateKey: key }, "pass", { scrypt: { N: 1024, r: 8, p: 1 } });
    expect((await decryptKey(theirs, "pass")).address).toBe(ours.address);
  });

  it.each([
    ["not JSON", "{"],
    ["another version", JSON.stringify({ version: 1 })],
    ["nothing of a keystore", "{}"],
  ])("are refused when they are %s", async (_name, text) => {
    await expect(decryptKey(text, "x")).rejects.toThrow(KeystoreInvalidError);
  });

  it("are refused when they would take all the memory", async () => {
    const keystore = JSON.parse(await encryptKey(newPrivateKey(), "x", cheap)) as { crypto: { kdfparams: { n: number } } };
    keystore.crypto.kdfparams.n = 2 ** 30;
    await expect(decryptKey(JSON.stringify(keystore), "x")).rejects.toThrow(/1 GiB/);
  });

  it("are refused when they state another address", async () => {
    const text = await encryptKey(newPrivateKey(), "x", cheap);
    const forged = JSON.stringify({ ...(JSON.parse(text) as object), address: "11".repeat(20) });
    await expect(decryptKey(forged, "x")).rejects.toThrow(/address/);
  });
});
