import { sessionResponseSchema, sessionsResponseSchema } from "@computehive/protocol/api/session";
import { describe, expect, it } from "vitest";
import { newAccount } from "../testing/samples.ts";
import { askNonce, fromPage, messageOf, signInAs, WEB_ENV } from "../testing/sign-in.ts";
import { errorOf, startGateway } from "../testing/start-gateway.ts";

describe("POST /v1/session", () => {
  it("signs in by an account's key, and sets a cookie that scripts cannot read", async () => {
    const { gateway } = await setup();
    await using _ = gateway;
    const page = await signInAs(gateway);
    const { session } = sessionResponseSchema.parse(await page.response.json());
    expect(session).toMatchObject({ account: page.account.address, current: true });
    expect(page.response.headers.get("set-cookie")).toMatch(
      /^hive-session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(sessionResponseSchema.parse(await page.json("/v1/session")).session).toEqual(session);
  });

  it("ties the cookie to host and https where the gateway has them", async () => {
    const audience = "https://gateway.test";
    const { gateway } = await setup({ GATEWAY_PUBLIC_URL: audience });
    await using _ = gateway;
    const page = await signInAs(gateway, { audience });
    expect(page.response.headers.get("set-cookie")).toMatch(/^__Host-hive-session=.*; Path=\/; HttpOnly; Secure;/);
  });

  it("takes a contract account by what its contract says", async () => {
    const { gateway, send } = await setup();
    await using _ = gateway;
    const account = newAccount();
    const message = await messageOf(account, { gateway });
    gateway.chain.addContract(account.address, "0x0102");
    expect((await send(message, "0x0102")).status).toBe(200);
    expect(await errorOf(await send(await messageOf(account, { gateway }), "0x0103"))).toMatchObject({
      status: 401,
      field: "signature",
    });
    gateway.chain.setDown(true);
    expect(await errorOf(await send(await messageOf(account, { gateway }), "0x0102"))).toMatchObject({ status: 503 });
  });

  it("asks nothing of the chain for an account with a key", async () => {
    const { gateway } = await setup();
    await using _ = gateway;
    gateway.chain.setDown(true);
    expect((await signInAs(gateway)).response.status).toBe(200);
  });

  it("takes a nonce once, even after a failed try, and only for five minutes", async () => {
    const { gateway, send, signed } = await setup();
    await using _ = gateway;
    const first = await signed();
    expect((await send(first.message, first.signature)).status).toBe(200);
    expect(await errorOf(await send(first.message, first.signature))).toMatchObject({ status: 401, field: "nonce" });

    const second = await signed();
    expect((await send(second.message, `0x${"11".repeat(65)}`)).status).toBe(401);
    expect(await errorOf(await send(second.message, second.signature))).toMatchObject({ field: "nonce" });

    const nonce = await askNonce(gateway);
    gateway.clock.pass(300);
    const late = await signed((text) => text, nonce);
    expect(await errorOf(await send(late.message, late.signature))).toMatchObject({ field: "nonce" });
    const made = await signed((text) => text, "madeUpNonce12345");
    expect(await errorOf(await send(made.message, made.signature))).toMatchObject({ field: "nonce" });
  });

  it.each<[field: string, change: (text: string, url: string) => string]>([
    ["domain", (text) => text.replace("web.test:3000 wants", "evil.test wants")],
    ["scheme", (text) => text.replace("http://web.test:3000 wants", "https://web.test:3000 wants")],
    ["scheme", (text) => text.replace("http://web.test:3000 wants", "web.test:3000 wants")],
    ["uri", (text) => text.replace("URI: http://web.test:3000", "URI: http://web.test:3001")],
    ["chainId", (text) => text.replace("Chain ID: 31337", "Chain ID: 1")],
    ["expirationTime", (text) => text.replace(/\nExpiration Time: .*/, "")],
    ["expirationTime", (text) => text.replace(/Expiration Time: \d+/, "Expiration Time: 2029")],
    ["notBefore", (text) => text.replace("\nResources", "\nNot Before: 2031-01-01T00:00:00.000Z\nResources")],
    ["resources", (text, url) => text.replace(`- ${url}`, "- http://another-gateway.test")],
    ["resources", (text) => text.replace(/\nResources:[\s\S]*$/, "")],
    ["message", () => "Let me in."],
    ["message", (text) => `${text}\n`],
  ])("refuses a signed message whose %s is wrong", async (field, change) => {
    const { gateway, send, signed } = await setup();
    await using _ = gateway;
    const { message, signature } = await signed((text) => change(text, gateway.url));
    expect(await errorOf(await send(message, signature))).toMatchObject({ status: 401, code: "unauthorized", field });
  });

  it.each(["0x", "0x123", "nonsense", "0x12345"])("refuses the signature %s", async (signature) => {
    const { gateway, send, signed } = await setup();
    await using _ = gateway;
    const { message } = await signed();
    expect(await errorOf(await send(message, signature))).toMatchObject({ status: 422, field: "signature" });
  });

  it("refuses a signature of another account, a mirrored one, and one that cannot be recovered", async () => {
    const { gateway, send, signed } = await setup();
    await using _ = gateway;
    const stranger = await signed();
    const other = await newAccount().signMessage({ message: stranger.message });
    expect(await errorOf(await send(stranger.message, other))).toMatchObject({ status: 401, field: "signature" });

    const { message, signature } = await signed();
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const s = (order - BigInt(`0x${signature.slice(66, 130)}`)).toString(16).padStart(64, "0");
    const v = signature.endsWith("1b") ? "1c" : "1b";
    expect((await send(message, `${signature.slice(0, 66)}${s}${v}`)).status).toBe(401);
    const unreadable = await signed();
    expect((await send(unreadable.message, `0x${"ff".repeat(65)}`)).status).toBe(401);
  });

  it("lets no other page begin, and bounds how often one tries", async () => {
    const { gateway } = await setup({ GATEWAY_SIGN_IN_BURST: "2", GATEWAY_SIGN_INS_PER_ADDRESS: "0.1" });
    await using _ = gateway;
    const ask = (origin: string) => fromPage(gateway, "/v1/session/nonce", { method: "POST", body: {}, origin });
    for (const origin of ["http://evil.test", "null", "http://web.test:3000.evil.test", "http://web.test"])
      expect(await errorOf(await ask(origin))).toMatchObject({ status: 403, field: "origin" });
    expect((await gateway.fetch("/v1/session/nonce", { method: "POST" })).status).toBe(403);
    expect([(await ask("https://other.test")).status, (await ask("https://other.test")).status]).toEqual([200, 200]);
    const limited = await ask("https://other.test");
    expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "10"]);
  });
});

describe("a session", () => {
  it("is nobody's without a cookie, and that is no error", async () => {
    const { gateway } = await setup();
    await using _ = gateway;
    const response = await fromPage(gateway, "/v1/session");
    expect([response.status, await response.json()]).toEqual([200, {}]);
  });

  it("ends by itself, by signing out, one by one, and everywhere", async () => {
    const { gateway } = await setup({ GATEWAY_SESSION_SECONDS: "1000" });
    await using _ = gateway;
    const account = newAccount();
    const signInLater = async () => {
      gateway.clock.pass(1);
      return signInAs(gateway, { account });
    };
    const [one, two, three] = [await signInLater(), await signInLater(), await signInLater()];
    const others = await signInAs(gateway);
    const isIn = async (page: typeof one) => (await page.fetch("/v1/quota")).status === 200;

    const { sessions } = sessionsResponseSchema.parse(await one.json("/v1/sessions"));
    expect(sessions.map(({ current }) => current)).toEqual([false, false, true]);
    const second = sessions[1]?.id ?? "";
    expect((await others.fetch(`/v1/sessions/${second}`, { method: "DELETE" })).status).toBe(404);
    expect((await one.fetch(`/v1/sessions/${second}`, { method: "DELETE" })).status).toBe(204);
    expect([await isIn(one), await isIn(two), await isIn(three)]).toEqual([true, false, true]);

    const out = await one.fetch("/v1/session", { method: "DELETE" });
    expect([out.status, out.headers.get("set-cookie")?.startsWith("hive-session=; Max-Age=0")]).toEqual([204, true]);
    expect([await isIn(one), await isIn(three)]).toEqual([false, true]);

    expect((await three.fetch("/v1/sessions", { method: "DELETE" })).status).toBe(204);
    expect([await isIn(three), await isIn(others)]).toEqual([false, true]);
    gateway.clock.pass(1_000);
    expect(await isIn(others)).toBe(false);
  });

  it("keeps an account's newest sessions only", async () => {
    const { gateway } = await setup({ GATEWAY_SESSIONS_PER_ACCOUNT: "2" });
    await using _ = gateway;
    const account = newAccount();
    const pages = [];
    for (let i = 0; i < 3; i++) {
      pages.push(await signInAs(gateway, { account }));
      gateway.clock.pass(1);
    }
    expect(await Promise.all(pages.map(async (page) => (await page.fetch("/v1/quota")).status))).toEqual([
      401, 200, 200,
    ]);
  });

  it("counts only from web origins, whatever is asked", async () => {
    const { gateway } = await setup();
    await using _ = gateway;
    const page = await signInAs(gateway);
    const ask = (method: string, headers: Record<string, string>) =>
      gateway.fetch("/v1/sessions", { method, headers: { cookie: page.cookie, ...headers } });
    expect((await ask("GET", { origin: "http://evil.test" })).status).toBe(403);
    expect((await ask("DELETE", { origin: "http://evil.test" })).status).toBe(403);
    expect((await ask("DELETE", {})).status).toBe(403);
    expect((await ask("GET", {})).status).toBe(200);
    expect((await page.fetch("/v1/sessions")).status).toBe(200);
  });

  it("keeps only a hash of the cookie", async () => {
    const { gateway } = await setup();
    await using _ = gateway;
    const page = await signInAs(gateway);
    const rows = await gateway.store.database.read((sql) => sql.all("select * from session"));
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(page.cookie.split("=")[1]);
  });
});

describe("CORS", () => {
  it("gives credentials to web origins alone, and everybody else what needs none", async () => {
    const { gateway } = await setup();
    await using _ = gateway;
    const of = async (origin: string) => {
      const { headers } = await fromPage(gateway, "/v1/info", { origin });
      return [headers.get("access-control-allow-origin"), headers.get("access-control-allow-credentials")];
    };
    expect(await of("http://web.test:3000")).toEqual(["http://web.test:3000", "true"]);
    expect(await of("http://evil.test")).toEqual(["*", null]);

    const preflight = await gateway.fetch("/v1/blobs/x", {
      method: "OPTIONS",
      headers: { origin: "http://web.test:3000", "access-control-request-method": "PUT" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-methods")).toContain("PATCH");
    expect(preflight.headers.get("vary")).toContain("origin");
  });
});

async function setup(env: Record<string, string> = {}) {
  const gateway = await startGateway({ env: { ...WEB_ENV, ...env } });
  return {
    gateway,
    send: (message: string, signature: string) =>
      fromPage(gateway, "/v1/session", { method: "POST", body: { message, signature } }),
    async signed(change: (text: string) => string = (text) => text, nonce?: string) {
      const account = newAccount();
      const message = change(await messageOf(account, { gateway, ...(nonce && { nonce }) }));
      return { message, signature: await account.signMessage({ message }) };
    },
  };
}
