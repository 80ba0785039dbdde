import { pbkdf2, randomBytes, scrypt } from "node:crypto";
import { promisify } from "node:util";
import { ComputeHiveError } from "@computehive/protocol/error";
import { Keystore } from "ox";
import { bytesToHex, type Hex, hexToBytes, isHex } from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { z } from "zod";

/** What wallets and other tools write as well: web3 secret storage, version 3. For Node: browsers keep keys in their wallets. */
const keystoreSchema = z.looseObject({
  version: z.literal(3),
  id: z.string(),
  address: z.string().optional(),
  crypto: z.looseObject({
    cipher: z.literal("aes-128-ctr"),
    ciphertext: z.string(),
    cipherparams: z.looseObject({ iv: z.string() }),
    kdf: z.enum(["scrypt", "pbkdf2"]),
    kdfparams: z.looseObject({ salt: z.string().regex(/^(0x)?([0-9a-f]{2})+$/i) }),
    mac: z.string(),
  }),
});

/** The usual cost of web3 wallets: 256 MiB and about a second. Tests lower it. */
const SCRYPT_COST = 262_144;
/** A file can ask for so much memory that reading it ends the process. 128 × N × r bytes. */
const MOST_SCRYPT_MEMORY = 1024 * 1024 * 1024;
const MOST_SCRYPT_LANES = 16;
const MOST_PBKDF2_ROUNDS = 10_000_000;

/** Encrypts a private key under a passphrase. The result is JSON to be kept in a file that only its owner reads. */
export async function encryptKey(
  privateKey: Hex,
  passphrase: string,
  { scryptCost = SCRYPT_COST }: { scryptCost?: number } = {},
): Promise<string> {
  const salt = randomBytes(32);
  const kdfparams = { dklen: 32, n: scryptCost, p: 1, r: 8, salt: salt.toString("hex") };
  const key = await deriveKey({ kdf: "scrypt", kdfparams }, passphrase);
  const keystore = Keystore.encrypt(privateKey, key, { kdf: "scrypt", kdfparams, iv: randomBytes(16) });
  const address = privateKeyToAccount(privateKey).address.slice(2).toLowerCase();
  return JSON.stringify({ ...keystore, address }, null, 2);
}

/**
 * Opens a keystore file's text.
 *
 * @throws KeystoreInvalidError where the text is not a keystore of version 3; KeystorePassphraseError where the passphrase is wrong.
 */
export async function decryptKey(text: string, passphrase: string): Promise<PrivateKeyAccount> {
  const keystore = parseKeystore(text);
  const privateKey = await decrypt(keystore, passphrase);
  if (!isHex(privateKey) || privateKey.length !== 66)
    throw new KeystoreInvalidError({ reason: "it does not hold a private key" });
  const account = privateKeyToAccount(privateKey);
  const stated = addressIn(keystore);
  if (stated && stated !== account.address.toLowerCase())
    throw new KeystoreInvalidError({ reason: "its address is not that of its key" });
  return account;
}

/** The address that a keystore states, readable without its passphrase. Lower case. */
export function keystoreAddress(text: string): string | undefined {
  return addressIn(parseKeystore(text));
}

/** A new private key from the system's source of randomness. */
export function newPrivateKey(): Hex {
  return generatePrivateKey();
}

type KeystoreFile = z.output<typeof keystoreSchema>;

async function decrypt(keystore: KeystoreFile, passphrase: string): Promise<unknown> {
  const key = await deriveKey(keystore.crypto, passphrase);
  try {
    return Keystore.decrypt(keystore as unknown as Keystore.Keystore, key);
  } catch (cause) {
    throw new KeystorePassphraseError({ cause });
  }
}

type Derivation = Pick<KeystoreFile["crypto"], "kdf" | "kdfparams">;

const deriveByScrypt = promisify<string, Uint8Array, number, object, Uint8Array>(scrypt);
const deriveByPbkdf2 = promisify(pbkdf2);

/**
 * Node's own scrypt, because the library's takes r = 1 and p = 8 whatever the file says, so that it could not read what most
 * wallets write; and the library's for just that shape, which Node refuses at the usual N.
 */
async function deriveKey({ kdf, kdfparams }: Derivation, passphrase: string): Promise<Hex> {
  const { n, r, p, c, salt } = kdfparams;
  const password = passphrase.normalize("NFKC");
  const saltBytes = hexToBytes(`0x${salt.replace(/^0x/, "")}`);
  if (kdf === "pbkdf2") return bytesToHex(await deriveByPbkdf2(password, saltBytes, Number(c), 32, "sha256"));
  if (Number(r) === 1 && Number(p) === 8) {
    const [key] = await Keystore.scryptAsync({ password, n: Number(n), salt: saltBytes });
    return typeof key === "function" ? key() : key;
  }
  const cost = { N: Number(n), r: Number(r), p: Number(p), maxmem: 2 * MOST_SCRYPT_MEMORY };
  return bytesToHex(await deriveByScrypt(password, saltBytes, 32, cost));
}

function parseKeystore(text: string): KeystoreFile {
  const parsed = keystoreSchema.safeParse(withSmallCrypto(parseJson(text)));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new KeystoreInvalidError({ reason: `${issue?.path.join(".") || "the file"}: ${issue?.message}` });
  }
  const fault = costFault(parsed.data);
  if (fault) throw new KeystoreInvalidError({ reason: fault });
  return parsed.data;
}

/** Some libraries write the member with a capital. */
function withSmallCrypto(json: unknown): unknown {
  if (typeof json !== "object" || json === null || !("Crypto" in json)) return json;
  const { Crypto, ...rest } = json;
  return { crypto: Crypto, ...rest };
}

/** Written so that a cost that is no number is refused as well. */
function costFault({ crypto: { kdf, kdfparams } }: KeystoreFile): string | undefined {
  const { n, r, p, c, prf } = kdfparams;
  if (kdf === "scrypt" && !(Number(n) * Number(r) * 128 <= MOST_SCRYPT_MEMORY && Number(p) <= MOST_SCRYPT_LANES)) {
    return "its scrypt cost is missing, or beyond 1 GiB of memory or 16 lanes";
  }
  if (kdf === "pbkdf2" && prf !== "hmac-sha256") return "its pseudo-random function is not hmac-sha256";
  if (kdf === "pbkdf2" && !(Number(c) <= MOST_PBKDF2_ROUNDS))
    return "its number of rounds is missing, or beyond ten million";
  return undefined;
}

function addressIn({ address }: KeystoreFile): string | undefined {
  return address === undefined ? undefined : `0x${address.replace(/^0x/, "").toLowerCase()}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new KeystoreInvalidError({ reason: "it is not JSON", cause });
  }
}

export class KeystoreInvalidError extends ComputeHiveError {
  override readonly name = "KeystoreInvalidError";
  constructor({ reason, cause }: { reason: string; cause?: unknown }) {
    super("This is not a keystore file (web3 secret storage, version 3).", {
      metaMessages: [`Reason: ${reason}.`],
      cause,
    });
  }
}

export class KeystorePassphraseError extends ComputeHiveError {
  override readonly name = "KeystorePassphraseError";
  constructor({ cause }: { cause: unknown }) {
    super("The passphrase does not open this keystore.", { cause });
  }
}
