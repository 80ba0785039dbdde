import {
  savedManifestResponseSchema,
  savedManifestSchema,
  savedManifestsResponseSchema,
} from "@computehive/protocol/api/saved-manifest";
import { cidOf } from "@computehive/protocol/cid";
import { manifestBytes, parseManifest } from "@computehive/protocol/manifest";
import { describe, expect, it } from "vitest";
import { posting, signInAs, WEB_ENV } from "../testing/sign-in.ts";
import { errorOf, startGateway } from "../testing/start-gateway.ts";

describe("saved manifests", () => {
  it("are kept, shown, renamed and forgotten", async () => {
    const { gateway, page, save } = await setup();
    await using _ = gateway;
    const saved = savedManifestSchema.parse(await (await save("first", manifest(1))).json());
    const bytes = manifestBytes(parseManifest(manifest(1)));
    expect(saved).toMatchObject({ name: "first", cid: cidOf(bytes), size: bytes.length });
    const path = `/v1/saved-manifests/${saved.id}`;
    expect(savedManifestResponseSchema.parse(await page.json(path)).manifest).toEqual(parseManifest(manifest(1)));

    gateway.clock.pass(5);
    const renamed = savedManifestSchema.parse(await page.json(path, posting({ name: " second " }, "PATCH")));
    expect(renamed).toEqual({ ...saved, name: "second", updatedAt: saved.updatedAt + 5 });
    expect((await page.fetch(path, { method: "DELETE" })).status).toBe(204);
    expect((await page.fetch(path)).status).toBe(404);
  });

  it("change nothing when saved again, and refuse a name that is taken", async () => {
    const { gateway, page, save, list } = await setup();
    await using _ = gateway;
    const first = savedManifestSchema.parse(await (await save("name", manifest(1))).json());
    expect(savedManifestSchema.parse(await (await save("name", manifest(1))).json())).toEqual(first);
    expect(await errorOf(await save("name", manifest(2)))).toMatchObject({ status: 409, field: "name" });
    await save("other", manifest(2));
    const rename = await page.fetch(`/v1/saved-manifests/${first.id}`, posting({ name: "other" }, "PATCH"));
    expect(await errorOf(rename)).toMatchObject({ status: 409, field: "name" });
    expect((await list()).count).toBe(2);
  });

  it("come page by page, newest first, and up to a limit", async () => {
    const { gateway, save, list } = await setup({ GATEWAY_SAVED_MANIFESTS_PER_ACCOUNT: "3" });
    await using _ = gateway;
    for (const name of ["a", "b", "c"]) {
      await save(name, manifest(1));
      gateway.clock.pass(1);
    }
    expect(await errorOf(await save("d", manifest(1)))).toMatchObject({ status: 409, code: "conflict" });
    const first = await list("?limit=2");
    expect([first.manifests.map(({ name }) => name), first.count, first.limit]).toEqual([["c", "b"], 3, 3]);
    const second = await list(`?limit=2&after=${first.next}`);
    expect([second.manifests.map(({ name }) => name), second.next]).toEqual([["a"], undefined]);
  });

  it("are checked like any manifest", async () => {
    const { gateway, save } = await setup();
    await using _ = gateway;
    expect(await errorOf(await save("x", { ...manifest(1), program: "?" }))).toMatchObject({
      status: 422,
      field: "program",
    });
    expect(await errorOf(await save("x\u0000", manifest(1)))).toMatchObject({ status: 422, field: "name" });
    expect((await save("x", { ...manifest(1), args: ["y".repeat(1 << 20)] })).status).toBe(413);
  });

  it("are the account's own", async () => {
    const { gateway, save } = await setup();
    await using _ = gateway;
    const { id } = savedManifestSchema.parse(await (await save("mine", manifest(1))).json());
    const stranger = await signInAs(gateway);
    const path = `/v1/saved-manifests/${id}`;
    expect((await stranger.fetch(path)).status).toBe(404);
    expect((await stranger.fetch(path, posting({ name: "yours" }, "PATCH"))).status).toBe(404);
    expect((await stranger.fetch(path, { method: "DELETE" })).status).toBe(404);
    expect((await gateway.fetch(path)).status).toBe(401);
  });
});

function manifest(fuel: number): Record<string, unknown> {
  return {
    version: 1,
    runtime: "wasm",
    program: cidOf(new Uint8Array([1])),
    args: [],
    env: {},
    inputs: [],
    limits: { fuel: String(fuel), memoryBytes: 1 << 20, wallSeconds: 10, outputBytes: 1_000 },
  };
}

async function setup(env: Record<string, string> = {}) {
  const gateway = await startGateway({ env: { ...WEB_ENV, ...env } });
  const page = await signInAs(gateway);
  return {
    gateway,
    page,
    save: (name: string, json: unknown) => page.fetch("/v1/saved-manifests", posting({ name, manifest: json })),
    list: async (query = "") => savedManifestsResponseSchema.parse(await page.json(`/v1/saved-manifests${query}`)),
  };
}
