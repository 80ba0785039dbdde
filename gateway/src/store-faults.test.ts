import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { cidOf } from "@computehive/protocol/cid";
import { describe, expect, it } from "vitest";
import { guardDisk } from "./adapters/files/disk-errors.ts";
import type { BlobDraft } from "./blobs/blob-files.ts";
import type { Store } from "./store.ts";
import { claimedExecution } from "./testing/claimed-execution.ts";
import { newAccount, sampleReceipt } from "./testing/samples.ts";
import { errorOf, startGateway, type TestGateway } from "./testing/start-gateway.ts";
import { limitStore } from "./testing/test-store.ts";

describe("a full disk", () => {
  it.each(["write", "publish"] as const)(
    "refuses an upload that fails at %s with 507, and keeps nothing",
    async (step) => {
      const fault = { code: "" };
      await using gateway = await startGateway({ wrapStore: (store) => withDraftFault(store, step, fault) });
      const put = await uploader(gateway);
      fault.code = "ENOSPC";
      const bytes = randomBytes(10_000);
      const response = await put(bytes);
      expect(response.headers.get("retry-after")).toBe("60");
      expect(await errorOf(response)).toMatchObject({ status: 507, code: "store-full" });
      expect((await gateway.fetch(`/v1/blobs/${cidOf(bytes)}`)).status).toBe(404);
      expect(await filesIn(gateway)).toEqual([]);

      fault.code = "";
      expect((await put(bytes)).status).toBe(200);
    },
  );

  it("refuses an upload whose row has no room, and takes the file back", async () => {
    await using gateway = await startGateway();
    const put = await uploader(gateway);
    await fillDatabase(gateway);
    const statuses = new Set<number>();
    for (let i = 0; i < 200; i++) statuses.add((await put(randomBytes(20))).status);
    expect(statuses).toEqual(new Set([200, 507]));

    const rows = await gateway.store.database.read((sql) => sql.all("select cid from blob order by cid"));
    expect(await filesIn(gateway)).toEqual(rows.map(({ cid }) => cid));
  });

  it("refuses phases, logs and receipts with 507, and keeps what was acknowledged", async () => {
    const { gateway, claim, log, phase, putReceipt, readLog, show } = await claimedExecution();
    await using _ = gateway;
    await log(0, "kept");
    await phase({ phase: "claimed", at: 1 });
    await fillDatabase(gateway);
    const piece = "x".repeat(40_000);
    expect(await errorOf(await log(4, piece))).toMatchObject({ status: 507, code: "store-full" });
    expect(
      await errorOf(await phase({ phase: "running", at: 2, detail: piece.slice(0, 2_000) }).then(untilRefused(phase))),
    ).toMatchObject({ status: 507 });
    expect(await readLog()).toMatchObject({ length: 4 });

    limitStore(gateway.store, { maxPages: 1_000_000 });
    expect((await log(4, piece)).status).toBe(200);
    expect((await putReceipt(sampleReceipt(claim))).status).toBe(200);
    expect(await show()).toMatchObject({ logBytes: 40_004 });
  });
});

describe("a store that takes no writes", () => {
  it("answers 503 to writes, and goes on to be read", async () => {
    const { gateway, node, log, phase, readLog } = await claimedExecution();
    await using _ = gateway;
    const put = await uploader(gateway);
    const bytes = randomBytes(100);
    await put(bytes);
    await log(0, "kept");
    limitStore(gateway.store, { readOnly: true });

    const fresh = randomBytes(100);
    for (const response of [await put(fresh), await log(4, "lost"), await phase({ phase: "running", at: 1 })]) {
      expect(response.headers.get("retry-after")).toBe("30");
      expect(await errorOf(response)).toMatchObject({ status: 503, code: "unavailable" });
    }
    const beat = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(await gateway.heartbeat(node)),
    };
    expect((await gateway.fetch(`/v1/nodes/${node.address}/heartbeat`, beat)).status).toBe(503);
    expect(await filesIn(gateway)).toEqual([cidOf(bytes)]);
    expect((await gateway.fetch(`/v1/blobs/${cidOf(bytes)}`)).status).toBe(200);
    expect(await readLog()).toMatchObject({ length: 4 });
  });

  it.each(["EROFS", "EIO"])("answers 503 to an upload that meets %s", async (code) => {
    const fault = { code };
    await using gateway = await startGateway({ wrapStore: (store) => withDraftFault(store, "write", fault) });
    const put = await uploader(gateway);
    expect(await errorOf(await put(randomBytes(10)))).toMatchObject({ status: 503, code: "unavailable" });
    expect(await filesIn(gateway)).toEqual([]);
  });
});

describe("a data folder in use", () => {
  it("lets no second gateway in, and is free after the first has stopped", async () => {
    const first = await startGateway();
    await expect(startGateway({ folder: first.folder })).rejects.toThrow("Another gateway uses this data folder.");
    await first.stop();
    await using second = await startGateway({ folder: first.folder });
    expect((await second.fetch("/health")).status).toBe(200);
  });
});

function withDraftFault(store: Store, step: "write" | "publish", fault: { code: string }): Store {
  const fail = () => guardDisk(() => Promise.reject(Object.assign(new Error("injected"), { code: fault.code })));
  const wrap = (draft: BlobDraft): BlobDraft => ({
    ...draft,
    [step]: (input: never) => (fault.code ? fail() : draft[step](input)),
  });
  return {
    ...store,
    blobFiles: { ...store.blobFiles, createDraft: async () => wrap(await store.blobFiles.createDraft()) },
  };
}

/** Forbids the database's file to grow. */
async function fillDatabase({ store }: TestGateway): Promise<void> {
  limitStore(store, { maxPages: 1 });
}

/** Small rows find room in pages that are there already: repeats until there is none. */
function untilRefused(phase: (event: unknown) => Promise<Response>) {
  return async (first: Response): Promise<Response> => {
    let response = first;
    for (let at = 100; response.ok; at++) response = await phase({ phase: "running", at, detail: "x".repeat(2_000) });
    return response;
  };
}

async function uploader(gateway: TestGateway) {
  const authorization = await gateway.authorization(newAccount());
  return (bytes: Buffer<ArrayBuffer>) =>
    gateway.fetch(`/v1/blobs/${cidOf(bytes)}`, { method: "PUT", headers: { authorization }, body: bytes });
}

async function filesIn({ folder }: TestGateway): Promise<string[]> {
  const entries = await Promise.all(
    ["blobs", "drafts"].map((name) => readdir(join(folder, name), { recursive: true, withFileTypes: true })),
  );
  return entries
    .flat()
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .toSorted();
}
