import { cidOf } from "@computehive/protocol/cid";
import { manifestBytes, parseManifest } from "@computehive/protocol/manifest";
import { describe, expect, it } from "vitest";
import { newAccount } from "../testing/samples.ts";
import { errorOf, startGateway } from "../testing/start-gateway.ts";

const PROGRAM = Buffer.from("a program");
const INPUT = Buffer.from("an input");

describe("POST /v1/manifests", () => {
  it("stores the canonical bytes, whatever the order and spacing of what was sent", async () => {
    const { gateway, post, put } = await setup();
    await using _ = gateway;
    await put(PROGRAM);
    await put(INPUT);
    const manifest = sampleManifest();
    const shuffled = JSON.stringify(Object.fromEntries(Object.entries(manifest).reverse()), null, 4);
    const canonical = manifestBytes(parseManifest(manifest));

    const response = await post(shuffled);
    expect(await response.json()).toMatchObject({ cid: cidOf(canonical), size: canonical.length });
    const stored = await gateway.fetch(`/v1/blobs/${cidOf(canonical)}`);
    expect(Buffer.from(await stored.arrayBuffer()).equals(canonical)).toBe(true);
  });

  it("names the blobs that are missing", async () => {
    const { gateway, post, put } = await setup();
    await using _ = gateway;
    await put(PROGRAM);
    const error = await errorOf(await post(sampleManifest()));
    expect(error).toMatchObject({ status: 409, code: "conflict", field: "inputs[0].cid" });
    expect(error.message).toContain(cidOf(INPUT));
  });

  it("refuses a size that is not the stored blob's", async () => {
    const { gateway, post, put } = await setup();
    await using _ = gateway;
    await put(PROGRAM);
    await put(INPUT);
    const manifest = sampleManifest({ inputs: [{ path: "in.txt", cid: cidOf(INPUT), size: 1 }] });
    expect(await errorOf(await post(manifest))).toMatchObject({
      status: 422,
      code: "invalid",
      field: "inputs[0].size",
    });
  });

  it.each([
    ["an unknown field", { gpu: true }, "gpu"],
    ["a wrong type", { args: "one" }, "args"],
    ["a limit out of range", { limits: { ...limits(), wallSeconds: 0 } }, "limits.wallSeconds"],
    ["a secret in a variable", { env: { API_KEY: "sk-live-0123456789abcdef" } }, "env"],
  ])("refuses %s and names the field and the rule", async (_what, changes, field) => {
    const { gateway, post } = await setup();
    await using _ = gateway;
    const error = await errorOf(await post(sampleManifest(changes)));
    expect(error).toMatchObject({ status: 422, code: "invalid" });
    expect(`${error.field} ${error.rule} ${error.message}`).toContain(field);
    expect(error.rule).not.toBe("");
  });

  it("says every rule that is broken, not only the first", async () => {
    const { gateway, post } = await setup();
    await using _ = gateway;
    const { message } = await errorOf(await post(sampleManifest({ args: "one", runtime: "oci" })));
    expect(message).toMatch(/args/);
    expect(message).toMatch(/runtime/);
  });

  it.each([
    ["what is not JSON", "{", "application/json", 400],
    ["invalid UTF-8", Buffer.from([0x22, 0xff, 0x22]), "application/json", 400],
    ["another media type", "{}", "text/plain", 415],
    ["a body beyond its limit", `"${"x".repeat(1_100_000)}"`, "application/json", 413],
    ["an unpaired surrogate", '{"title":"\\ud800"}', "application/json", 422],
  ])("refuses %s", async (_what, body, type, status) => {
    const { gateway, authorization } = await setup();
    await using _ = gateway;
    const response = await gateway.fetch("/v1/manifests", {
      method: "POST",
      headers: { authorization, "content-type": type },
      body,
    });
    expect((await errorOf(response)).status).toBe(status);
  });

  it("asks for an access token", async () => {
    const { gateway } = await setup();
    await using _ = gateway;
    expect((await gateway.fetch("/v1/manifests", { method: "POST", body: "{}" })).status).toBe(401);
  });
});

function limits() {
  return { fuel: "1000000", memoryBytes: 1 << 20, wallSeconds: 10, outputBytes: 1_000 };
}

function sampleManifest(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    version: 1,
    runtime: "wasm",
    program: cidOf(PROGRAM),
    args: ["in.txt"],
    env: {},
    inputs: [{ path: "in.txt", cid: cidOf(INPUT), size: INPUT.length }],
    limits: limits(),
    ...changes,
  };
}

async function setup() {
  const gateway = await startGateway();
  const authorization = await gateway.authorization(newAccount());
  return {
    gateway,
    authorization,
    put: (bytes: Buffer<ArrayBuffer>) =>
      gateway.fetch(`/v1/blobs/${cidOf(bytes)}`, { method: "PUT", headers: { authorization }, body: bytes }),
    post: (manifest: Record<string, unknown> | string) =>
      gateway.fetch("/v1/manifests", {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: typeof manifest === "string" ? manifest : JSON.stringify(manifest),
      }),
  };
}
