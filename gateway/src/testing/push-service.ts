import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

export interface ReceivedPush {
  readonly payload: unknown;
  /** Claims of the sender's token, after its signature was checked. */
  readonly claims: { aud: string; sub: string; exp: number };
  /** The sender's public key, base64url. */
  readonly senderKey: string;
  readonly headers: IncomingMessage["headers"];
  /** As it went over the wire. */
  readonly body: Buffer;
}

/** A push service on loopback, with a browser behind it that decrypts what it gets (RFC 8188, 8291, 8292). */
export async function startPushService() {
  const browser = createECDH("prime256v1");
  const publicKey = browser.generateKeys();
  const auth = randomBytes(16);
  const received: ReceivedPush[] = [];
  const statuses: number[] = [];
  let count = 0;

  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const status = statuses.shift() ?? 201;
    count += 1;
    if (status === 201) received.push(open(body, request, { browser, publicKey, auth }));
    response.writeHead(status, status === 429 ? { "retry-after": "100" } : {}).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    received,
    /** How many requests came. */
    count: () => count,
    /** What the next requests are answered with; then 201. */
    answer: (...next: number[]) => void statuses.push(...next),
    subscription: (path = "/send/1") => ({
      endpoint: url + path,
      expirationTime: null,
      keys: { p256dh: publicKey.toString("base64url"), auth: auth.toString("base64url") },
    }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Browser {
  readonly browser: ReturnType<typeof createECDH>;
  readonly publicKey: Buffer;
  readonly auth: Buffer;
}

function open(body: Buffer, request: IncomingMessage, browser: Browser): ReceivedPush {
  if (request.headers["content-encoding"] !== "aes128gcm") throw new Error("the encoding is another");
  const [, token = "", senderKey = ""] = /^vapid t=([^,]+), ?k=(.+)$/.exec(request.headers.authorization ?? "") ?? [];
  const payload = JSON.parse(decrypt(body, browser).toString()) as unknown;
  return { payload, claims: claimsOf(token, senderKey), senderKey, headers: request.headers, body };
}

function decrypt(body: Buffer, { browser, publicKey, auth }: Browser): Buffer {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + keyLength);
  const sealed = body.subarray(21 + keyLength);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), publicKey, sender]);
  const secret = hkdfSync("sha256", browser.computeSecret(sender), auth, info, 32);
  const key = Buffer.from(hkdfSync("sha256", Buffer.from(secret), salt, "Content-Encoding: aes128gcm\0", 16));
  const nonce = Buffer.from(hkdfSync("sha256", Buffer.from(secret), salt, "Content-Encoding: nonce\0", 12));
  const cipher = createDecipheriv("aes-128-gcm", key, nonce);
  cipher.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  // A last record ends with 2 and zeros.
  return plain.subarray(0, plain.lastIndexOf(2));
}

function claimsOf(token: string, senderKey: string): ReceivedPush["claims"] {
  const [head = "", claims = "", signature = ""] = token.split(".");
  const point = Buffer.from(senderKey, "base64url");
  const jwk = {
    kty: "EC",
    crv: "P-256",
    x: point.subarray(1, 33).toString("base64url"),
    y: point.subarray(33).toString("base64url"),
  };
  const key = { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" } as const;
  if (!verify("sha256", Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, "base64url")))
    throw new Error("the token is not the sender's");
  return JSON.parse(Buffer.from(claims, "base64url").toString()) as ReceivedPush["claims"];
}
