import { createHash, randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { dirname, join } from "node:path";
import { cidFromDigest, cidOf } from "@computehive/protocol/cid";
import { describe, expect, it } from "vitest";
import { newAccount } from "../testing/samples.ts";
import { errorOf, type StartOptions, startGateway, type TestGateway } from "../testing/start-gateway.ts";

describe("PUT /v1/blobs/{cid}", () => {
  it("stores the bytes, and anybody reads them back", async () => {
    await using gateway = await startGateway();
    const { put } = await uploader(gateway);
    const bytes = randomBytes(1_000_000);
    const stored = await put(bytes);
    expect(stored.status).toBe(200);
    expect(await stored.json()).toEqual({
      cid: cidOf(bytes),
      size: bytes.length,
      expiresAt: gateway.clock.at / 1000 + 30 * 86_400,
    });

    const read = await gateway.fetch(`/v1/blobs/${cidOf(bytes)}`);
    expect(read.headers.get("content-length")).toBe(String(bytes.length));
    expect(Buffer.from(await read.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it("stores the empty blob", async () => {
    await using gateway = await startGateway();
    const { put } = await uploader(gateway);
    expect((await put(Buffer.alloc(0))).status).toBe(200);
    expect((await (await gateway.fetch(`/v1/blobs/${cidOf(new Uint8Array())}`)).arrayBuffer()).byteLength).toBe(0);
  });

  it("takes a body without a declared length", async () => {
    await using gateway = await startGateway();
    const { authorization } = await uploader(gateway);
    const bytes = randomBytes(300_000);
    const body = new Blob([bytes]).stream();
    const response = await gateway.fetch(`/v1/blobs/${cidOf(bytes)}`, {
      method: "PUT",
      headers: { authorization },
      body,
      duplex: "half",
    } as RequestInit);
    expect(response.status).toBe(200);
  });

  it("refuses bytes that are not the CID's, and keeps nothing of them", async () => {
    await using gateway = await startGateway();
    const { put } = await uploader(gateway);
    const response = await put(Buffer.from("these"), { cid: cidOf(Buffer.from("those")) });
    expect(await errorOf(response)).toMatchObject({ status: 422, code: "content-mismatch", field: "cid" });
    expect(await filesIn(gateway)).toEqual([]);
  });

  it.each(["bafkreinope", "Qmabc", "..%2f..%2fetc", cidOf(Buffer.from("x")).toUpperCase()])(
    "refuses %s as a CID",
    async (cid) => {
      await using gateway = await startGateway();
      const { put } = await uploader(gateway);
      expect(await errorOf(await put(Buffer.from("x"), { cid }))).toMatchObject({
        status: 400,
        code: "bad-request",
        field: "cid",
      });
    },
  );

  it("asks for an access token", async () => {
    await using gateway = await startGateway();
    const response = await gateway.fetch(`/v1/blobs/${cidOf(Buffer.from("x"))}`, { method: "PUT", body: "x" });
    expect(await errorOf(response)).toMatchObject({ status: 401, code: "unauthorized" });
    expect(response.headers.get("www-authenticate")).toBe("Hive");
  });

  it("refuses by the declared length before a byte is read", async () => {
    await using gateway = await startGateway(small);
    const { authorization } = await uploader(gateway);
    const answer = await putWithoutBody(gateway, { authorization, length: 1_001 });
    expect(answer).toEqual({ status: 413, code: "too-large" });
  });

  it("refuses by what is read where no length is declared", async () => {
    await using gateway = await startGateway(small);
    const { authorization } = await uploader(gateway);
    const bytes = randomBytes(5_000);
    const body = new Blob([bytes]).stream();
    const response = await gateway.fetch(`/v1/blobs/${cidOf(bytes)}`, {
      method: "PUT",
      headers: { authorization },
      body,
      duplex: "half",
    } as RequestInit);
    expect(await errorOf(response)).toMatchObject({ status: 413, code: "too-large", rule: "at most 1000 bytes" });
    expect(await filesIn(gateway)).toEqual([]);
  });

  it("counts an account's quota, gives it back on delete, and counts a blob once", async () => {
    await using gateway = await startGateway(small);
    const { put, remove } = await uploader(gateway);
    const [first, second, third] = [randomBytes(900), randomBytes(900), randomBytes(900)] as const;
    expect((await put(first)).status).toBe(200);
    expect((await put(first)).status).toBe(200);
    expect((await put(second)).status).toBe(200);
    expect(await errorOf(await put(third))).toMatchObject({
      status: 507,
      code: "quota-exceeded",
      rule: "at most 2000 bytes per account",
    });
    expect((await remove(first)).status).toBe(204);
    expect((await put(third)).status).toBe(200);
  });

  it("holds the quota against uploads at once that declare no length", async () => {
    await using gateway = await startGateway(small);
    const { authorization } = await uploader(gateway);
    const answers = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const bytes = randomBytes(900);
        const init = {
          method: "PUT",
          headers: { authorization },
          body: new Blob([bytes]).stream(),
          duplex: "half",
        } as RequestInit;
        return (await gateway.fetch(`/v1/blobs/${cidOf(bytes)}`, init)).status;
      }),
    );
    expect(answers.toSorted()).toEqual([200, 200, 507, 507, 507, 507]);
    expect(await filesIn(gateway)).toHaveLength(2);
  });

  it("refuses when the gateway's own capacity is used up", async () => {
    await using gateway = await startGateway({ env: { ...small.env, GATEWAY_CAPACITY_BYTES: "1000" } });
    const { put } = await uploader(gateway);
    expect((await put(randomBytes(900))).status).toBe(200);
    const other = await uploader(gateway);
    const response = await other.put(randomBytes(900));
    expect(response.headers.get("retry-after")).toBe("60");
    expect(await errorOf(response)).toMatchObject({ status: 507, code: "store-full" });
    expect(await filesIn(gateway)).toHaveLength(1);
  });

  it("refuses more uploads at once than an account may have", async () => {
    await using gateway = await startGateway({ env: { GATEWAY_UPLOADS_PER_ACCOUNT: "1" } });
    const { authorization, put } = await uploader(gateway);
    const slow = slowPut(gateway, { authorization, bytes: randomBytes(100) });
    await slow.hasStarted();
    expect(await errorOf(await put(randomBytes(10)))).toMatchObject({ status: 429, code: "rate-limited" });
    expect(await slow.finish()).toBe(200);
    expect((await put(randomBytes(10))).status).toBe(200);
  });

  it("gives up a body that stalls, and frees its draft", async () => {
    await using gateway = await startGateway({ env: { GATEWAY_STALL_SECONDS: "0.05" } });
    const { authorization } = await uploader(gateway);
    const slow = slowPut(gateway, { authorization, bytes: randomBytes(100) });
    expect(await slow.answered).toBe(400);
    expect(await readdir(join(gateway.folder, "drafts"))).toEqual([]);
  });

  it("keeps nothing of an upload whose sender goes away", async () => {
    await using gateway = await startGateway();
    const { authorization } = await uploader(gateway);
    const slow = slowPut(gateway, { authorization, bytes: randomBytes(100) });
    await slow.hasStarted();
    slow.abort();
    await expect.poll(() => readdir(join(gateway.folder, "drafts"))).toEqual([]);
    expect(await filesIn(gateway)).toEqual([]);
  });

  it("stores equal uploads at once as one file, with every owner's hold", async () => {
    await using gateway = await startGateway();
    const bytes = randomBytes(400_000);
    const owners = await Promise.all(Array.from({ length: 8 }, () => uploader(gateway)));
    const answers = await Promise.all(owners.flatMap(({ put }) => [put(bytes), put(bytes)]));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 16 }, () => 200));
    expect(await filesIn(gateway)).toEqual([cidOf(bytes)]);

    for (const { remove } of owners.slice(1)) expect((await remove(bytes)).status).toBe(204);
    expect((await gateway.fetch(`/v1/blobs/${cidOf(bytes)}`)).status).toBe(200);
    expect((await owners[0]?.remove(bytes))?.status).toBe(204);
    expect(await filesIn(gateway)).toEqual([]);
  });

  it("survives puts and deletes of one blob at once: what was acknowledged last is there", async () => {
    await using gateway = await startGateway();
    const bytes = randomBytes(10_000);
    const [one, other] = [await uploader(gateway), await uploader(gateway)];
    for (let round = 0; round < 20; round++) {
      await one.put(bytes);
      const [, stored] = await Promise.all([one.remove(bytes), other.put(bytes)]);
      expect(stored.status).toBe(200);
      expect((await gateway.fetch(`/v1/blobs/${cidOf(bytes)}`)).status).toBe(200);
      await other.remove(bytes);
    }
  });
});

describe("GET /v1/blobs/{cid}", () => {
  it("answers HEAD and a known ETag without the bytes", async () => {
    await using gateway = await startGateway();
    const { put } = await uploader(gateway);
    const bytes = randomBytes(5_000);
    await put(bytes);
    const head = await gateway.fetch(`/v1/blobs/${cidOf(bytes)}`, { method: "HEAD" });
    expect([head.status, head.headers.get("content-length"), head.headers.get("etag")]).toEqual([
      200,
      "5000",
      `"${cidOf(bytes)}"`,
    ]);
    const known = await gateway.fetch(`/v1/blobs/${cidOf(bytes)}`, {
      headers: { "if-none-match": `"${cidOf(bytes)}"` },
    });
    expect(known.status).toBe(304);
  });

  it("does not know what nobody put", async () => {
    await using gateway = await startGateway();
    expect(await errorOf(await gateway.fetch(`/v1/blobs/${cidOf(Buffer.from("?"))}`))).toMatchObject({
      status: 404,
      code: "not-found",
    });
  });

  it.each([1_000, 3_000_000])(
    "never serves %d damaged bytes as good, puts them aside, and takes a new upload",
    async (size) => {
      await using gateway = await startGateway();
      const { put } = await uploader(gateway);
      const bytes = randomBytes(size);
      const path = `/v1/blobs/${cidOf(bytes)}`;
      await put(bytes);
      await damage(gateway, cidOf(bytes));

      expect(await readWhole(gateway, path)).not.toEqual({ status: 200, size });
      expect(await errorOf(await gateway.fetch(path))).toMatchObject({ status: 410, code: "gone" });
      expect(await readdir(join(gateway.folder, "damaged"))).toHaveLength(1);

      expect((await put(bytes)).status).toBe(200);
      expect(await readWhole(gateway, path)).toEqual({ status: 200, size });
    },
  );

  it("says so when the file is gone or cut short", async () => {
    await using gateway = await startGateway();
    const { put } = await uploader(gateway);
    const bytes = randomBytes(2_000);
    await put(bytes);
    await writeFile(fileOf(gateway, cidOf(bytes)), bytes.subarray(0, 1_999));
    expect(await errorOf(await gateway.fetch(`/v1/blobs/${cidOf(bytes)}`))).toMatchObject({
      status: 410,
      code: "gone",
    });
  });
});

describe("the time of a blob", () => {
  it("ends after the retention, is prolonged by another put, and frees the quota", async () => {
    await using gateway = await startGateway({
      env: { GATEWAY_RETENTION_SECONDS: "100", GATEWAY_JANITOR_SECONDS: "0.02" },
    });
    const { put, account } = await uploader(gateway);
    const [kept, left] = [randomBytes(10), randomBytes(20)] as const;
    await put(kept);
    await put(left);
    gateway.clock.pass(60);
    await put(kept);
    gateway.clock.pass(50);

    await expect.poll(async () => (await gateway.fetch(`/v1/blobs/${cidOf(left)}`)).status).toBe(404);
    expect((await gateway.fetch(`/v1/blobs/${cidOf(kept)}`)).status).toBe(200);
    await expect.poll(() => filesIn(gateway)).toEqual([cidOf(kept)]);
    expect(await account()).toMatchObject({ usedBytes: 10, blobs: [{ cid: cidOf(kept), size: 10 }] });
  });
});

describe("GET /v1/account", () => {
  it("lists an account's own blobs page by page", async () => {
    await using gateway = await startGateway();
    const { put, account } = await uploader(gateway);
    const stranger = await uploader(gateway);
    const cids = [];
    for (let i = 0; i < 5; i++) {
      const bytes = Buffer.from(`blob ${i}`);
      cids.push(cidOf(bytes));
      await put(bytes);
    }
    await stranger.put(Buffer.from("not mine"));

    const seen: string[] = [];
    for (let after = ""; ; ) {
      const page = await account(`?limit=2${after && `&after=${after}`}`);
      seen.push(...page.blobs.map(({ cid }) => cid));
      if (!page.next) break;
      after = page.next;
    }
    expect(seen).toEqual(cids.toSorted());
  });

  it("refuses to delete what another account holds", async () => {
    await using gateway = await startGateway();
    const { put } = await uploader(gateway);
    await put(Buffer.from("mine"));
    const stranger = await uploader(gateway);
    expect(await errorOf(await stranger.remove(Buffer.from("mine")))).toMatchObject({ status: 404, code: "not-found" });
  });
});

describe("a start after a crash", () => {
  it("removes drafts and files without a row, and reports rows without a file", async () => {
    const first = await startGateway();
    const { put } = await uploader(first);
    const [whole, lost] = [randomBytes(100), randomBytes(100)] as const;
    await put(whole);
    await put(lost);
    await first.stop();

    const stray = randomBytes(50);
    const draft = join(first.folder, "drafts", "half");
    await writeFile(draft, "half");
    // A younger one may be another gateway's, where several share a store.
    await utimes(draft, 0, 0);
    await mkdir(dirname(fileOf(first, cidOf(stray))), { recursive: true });
    await writeFile(fileOf(first, cidOf(stray)), stray);
    await rm(fileOf(first, cidOf(lost)));

    await using second = await startGateway({ folder: first.folder });
    expect(second.gateway.reconciliation).toEqual({ drafts: 1, strayFiles: 1, lostFiles: [cidOf(lost)] });
    expect((await second.fetch(`/v1/blobs/${cidOf(whole)}`)).status).toBe(200);
    expect((await second.fetch(`/v1/blobs/${cidOf(lost)}`)).status).toBe(410);
    expect(await filesIn(second)).toEqual([cidOf(whole)]);
  });
});

const small: StartOptions = { env: { GATEWAY_BLOB_BYTES: "1000", GATEWAY_QUOTA_BYTES: "2000" } };

async function uploader(gateway: TestGateway) {
  const authorization = await gateway.authorization(newAccount());
  const headers = { authorization };
  return {
    authorization,
    put: (bytes: Uint8Array<ArrayBuffer>, { cid = cidOf(bytes) } = {}) =>
      gateway.fetch(`/v1/blobs/${cid}`, { method: "PUT", headers, body: bytes }),
    remove: (bytes: Uint8Array) => gateway.fetch(`/v1/blobs/${cidOf(bytes)}`, { method: "DELETE", headers }),
    async account(query = "") {
      const response = await gateway.fetch(`/v1/account${query}`, { headers });
      return (await response.json()) as { usedBytes: number; blobs: { cid: string; size: number }[]; next?: string };
    },
  };
}

function fileOf({ folder }: TestGateway, cid: string): string {
  return join(folder, "blobs", cid.slice(-2), cid);
}

async function filesIn({ folder }: TestGateway): Promise<string[]> {
  const entries = await readdir(join(folder, "blobs"), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .toSorted();
}

async function damage(gateway: TestGateway, cid: string): Promise<void> {
  const bytes = await readFile(fileOf(gateway, cid));
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  await writeFile(fileOf(gateway, cid), bytes);
}

/** What a careful reader gets: the status and, if the body came to its end, its size. */
async function readWhole(gateway: TestGateway, path: string): Promise<{ status: number; size: number | "cut" }> {
  const response = await gateway.fetch(path);
  const size = await response.arrayBuffer().then(
    (body) => body.byteLength,
    () => "cut" as const,
  );
  return { status: response.status, size };
}

function putWithoutBody(gateway: TestGateway, { authorization, length }: { authorization: string; length: number }) {
  const cid = cidFromDigest(`0x${createHash("sha256").update("?").digest("hex")}`);
  return new Promise<{ status: number | undefined; code: string }>((resolve, reject) => {
    const outgoing = request(
      `${gateway.url}/v1/blobs/${cid}`,
      { method: "PUT", headers: { authorization, "content-length": length } },
      async (incoming) => {
        const text = (await incoming.toArray()).join("");
        outgoing.destroy();
        resolve({ status: incoming.statusCode, code: (JSON.parse(text) as { error: { code: string } }).error.code });
      },
    );
    outgoing.on("error", reject);
    outgoing.flushHeaders();
  });
}

/** An upload that sends half of its bytes and waits. */
function slowPut(gateway: TestGateway, { authorization, bytes }: { authorization: string; bytes: Buffer }) {
  const half = bytes.length >> 1;
  const outgoing = request(`${gateway.url}/v1/blobs/${cidOf(bytes)}`, {
    method: "PUT",
    headers: { authorization, "content-length": bytes.length },
  });
  const answered = new Promise<number | undefined>((resolve) => {
    outgoing.on("response", (incoming) => {
      incoming.resume();
      resolve(incoming.statusCode);
    });
    outgoing.on("error", () => resolve(undefined));
  });
  outgoing.write(bytes.subarray(0, half));
  return {
    hasStarted: () => expect.poll(() => readdir(join(gateway.folder, "drafts"))).toHaveLength(1),
    answered,
    abort: () => outgoing.destroy(),
    finish() {
      outgoing.end(bytes.subarray(half));
      return answered;
    },
  };
}
