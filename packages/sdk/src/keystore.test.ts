import { Wallet } from "ethers";
import { describe, expect, it } from "vitest";
import {
  decryptKey,
  encryptKey,
  KeystoreInvalidError,
  KeystorePassphraseError,
  keystoreAddress,
  newPrivateKey,
} from "./keystore.ts";

/** The examples in the description of web3 secret storage. */
const PUBLISHED = [
  {
    version: 3,
    id: "3198bc9c-6672-5ab3-d995-4942343ae5b6",
    crypto: {
      cipher: "aes-128-ctr",
      cipherparams: { iv: "6087dab2f9fdbbfaddc31a909735c1e6" },
      ciphertext: "5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46",
      kdf: "pbkdf2",
      kdfparams: {
        c: 262_144,
        dklen: 32,
        prf: "hmac-sha256",
        salt: "ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd",
      },
      mac: "517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2",
    },
  },
  {
    version: 3,
    id: "3198bc9c-6672-5ab3-d995-4942343ae5b6",
    crypto: {
      cipher: "aes-128-ctr",
      cipherparams: { iv: "83dbcc02d8ccb40e466191a123791e0e" },
      ciphertext: "d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",
      kdf: "scrypt",
      kdfparams: {
        dklen: 32,
        n: 262_144,
        r: 1,
        p: 8,
        salt: "ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19",
      },
      mac: "2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097",
    },
  },
];

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
    const theirs = await encryptKeystoreJson({ address: ours.address, privateKey: key }, "pass", {
      scrypt: { N: 1024, r: 8, p: 1 },
    });
    expect((await decryptKey(theirs, "pass")).address).toBe(ours.address);
  });

  it.each(PUBLISHED)("are read as the format's own examples, $crypto.kdf", async (keystore) => {
    const account = await decryptKey(JSON.stringify(keystore), "testpassword");
    expect(account.address).toBe(
      new Wallet("0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d").address,
    );
  });

  it.each([
    ["not JSON", "{"],
    ["another version", JSON.stringify({ version: 1 })],
    ["nothing of a keystore", "{}"],
  ])("are refused when they are %s", async (_name, text) => {
    await expect(decryptKey(text, "x")).rejects.toThrow(KeystoreInvalidError);
  });

  it("are refused when they would take all the memory", async () => {
    const keystore = JSON.parse(await encryptKey(newPrivateKey(), "x", cheap)) as {
      crypto: { kdfparams: { n: number } };
    };
    keystore.crypto.kdfparams.n = 2 ** 30;
    await expect(decryptKey(JSON.stringify(keystore), "x")).rejects.toThrow(/1 GiB/);
  });

  it("are refused when they state another address", async () => {
    const text = await encryptKey(newPrivateKey(), "x", cheap);
    const forged = JSON.stringify({ ...(JSON.parse(text) as object), address: "11".repeat(20) });
    await expect(decryptKey(forged, "x")).rejects.toThrow(/address/);
  });
});
