import { createDecipheriv, pbkdf2Sync, scryptSync, timingSafeEqual } from "node:crypto";
import { ComputeHiveError } from "@computehive/protocol/error";
import { bytesToHex, concat, type Hex, hexToBytes, keccak256 } from "viem";
import { z } from "zod";

const hex = z.string().regex(/^[0-9a-fA-F]*$/).transform((text) => hexToBytes(`0x${text}`));

/** Bounds on the work that a file can demand; a stolen or broken one must not hang the agent. */
const MAX_SCRYPT_N = 2 ** 20;
const MAX_PBKDF2_ROUNDS = 10_000_000;

const kdf = z.discriminatedUnion("kdf", [
  z.object({
    kdf: z.literal("scrypt"),
    kdfparams: z.object({ n: z.int().max(MAX_SCRYPT_N), r: z.int().max(64), p: z.int().max(64), dklen: z.literal(32), salt: hex }),
  }),
  z.object({
    kdf: z.literal("pbkdf2"),
    kdfparams: z.object({ c: z.int().max(MAX_PBKDF2_ROUNDS), prf: z.literal("hmac-sha256"), dklen: z.literal(32), salt: hex }),
  }),
]);

const cipher = z.object({ cipher: z.literal("aes-128-ctr"), cipherparams: z.object({ iv: hex }), ciphertext: hex, mac: hex });

/** Version 3 of the Web3 secret storage definition. */
const keystoreSchema = z.object({ version: z.literal(3), crypto: z.intersection(kdf, cipher) });

/** @throws KeystoreError where the file is no keystore, or the password not its own. */
export async function decryptKeystore(text: string, password: string): Promise<Hex> {
  const { crypto } = parse(text);
  const key = derive(crypto, password);
  const mac = hexToBytes(keccak256(concat([key.subarray(16, 32), crypto.ciphertext])));
  if (mac.length !== crypto.mac.length || !timingSafeEqual(mac, crypto.mac)) throw new KeystoreError({ reason: "the password is not the file's" });
  const decipher = createDecipheriv("aes-128-ctr", key.subarray(0, 16), crypto.cipherparams.iv);
  return bytesToHex(new Uint8Array(Buffer.concat([decipher.update(crypto.ciphertext), decipher.final()])));
}

function parse(text: string): z.output<typeof keystoreSchema> {
  try {
    return keystoreSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new KeystoreError({ reason: "the file is no keystore of version 3", cause });
  }
}

function derive(crypto: z.output<typeof kdf>, password: string): Uint8Array {
  if (crypto.kdf === "pbkdf2") return pbkdf2Sync(password, crypto.kdfparams.salt, crypto.kdfparams.c, 32, "sha256");
  const { n, r, p, salt } = crypto.kdfparams;
  return scryptSync(password, salt, 32, { N: n, r, p, maxmem: 256 * n * r });
}

export class KeystoreError extends ComputeHiveError {
  override readonly name = "KeystoreError";
  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super("The keystore cannot be opened.", { metaMessages: [`Reason: ${reason}.`], cause });
  }
}
