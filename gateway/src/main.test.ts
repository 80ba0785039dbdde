import { readdir, readFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { cidOf } from "@computehive/protocol/cid";
import { describe, expect, it } from "vitest";
import { authorize } from "./testing/authorize.ts";
import { AUDIENCE, createGatewayFolder, startGatewayProcess } from "./testing/gateway-process.ts";
import { newAccount } from "./testing/samples.ts";

const NO_RPC = "http://127.0.0.1:1";

describe("the gateway's process", () => {
  it("reports the port it got on standard output and in the file, and works without the chain", async () => {
    await using started = await start({ withFile: true });
    const { gateway, folder } = started;
    expect(gateway.events).toEqual([{ event: "listening", url: gateway.url, pid: gateway.child.pid }]);
    expect(JSON.parse(await readFile(join(folder, "listening.json"), "utf8"))).toEqual({
      url: gateway.url,
      pid: gateway.child.pid,
    });
    expect(await (await fetch(`${gateway.url}/health`)).json()).toMatchObject({ status: "degraded" });
  });

  it.each(["SIGTERM", "SIGINT"] as const)("stops in order on %s", async (signal) => {
    await using started = await start();
    const { gateway } = started;
    expect((await fetch(`${gateway.url}/v1/info`)).status).toBe(200);
    gateway.child.kill(signal);
    expect(await gateway.exited).toEqual({ code: 0, signal: null });
    expect(gateway.events.slice(1)).toEqual([{ event: "stopping", signal }, { event: "stopped" }]);
    expect(gateway.log()).not.toContain("Error");
  });

  it("goes at once on a second signal, however long the first one's work takes", async () => {
    await using started = await start({ env: { GATEWAY_STOP_SECONDS: "600" } });
    const { gateway } = started;
    const bytes = Buffer.from("never sent whole");
    const authorization = await authorize(newAccount(), {
      audience: AUDIENCE,
      issuedAt: Math.floor(Date.now() / 1000),
    });
    const upload = request(`${gateway.url}/v1/blobs/${cidOf(bytes)}`, {
      method: "PUT",
      headers: { authorization, "content-length": bytes.length },
    });
    upload.on("error", () => {});
    upload.write(bytes.subarray(0, 5));
    await expect.poll(() => readdir(join(started.folder, "data", "drafts"))).toHaveLength(1);

    gateway.child.kill("SIGTERM");
    await expect.poll(() => gateway.events.at(-1)).toMatchObject({ event: "stopping" });
    gateway.child.kill("SIGTERM");
    expect((await gateway.exited).code).toBe(1);
  });

  it.each([
    [{ GATEWAY_BLOB_BYTES: "many" }, "GATEWAY_BLOB_BYTES"],
    [{ GATEWAY_BLOB_BITES: "1" }, "GATEWAY_BLOB_BITES: is not a setting"],
    [{ GATEWAY_ALLOWED_ORIGINS: "https://a.example/path" }, "an origin without path"],
    [{ GATEWAY_DEPLOYMENT: "/nowhere.json" }, "The file that says where the contracts are cannot be used."],
    [{ GATEWAY_RPC_URL: "" }, "GATEWAY_RPC_URL"],
  ])("says what is wrong with its settings: %j", async (env, sentence) => {
    const { folder, remove } = await createGatewayFolder();
    await expect(startGatewayProcess({ folder, rpcUrl: NO_RPC, env })).rejects.toThrow(sentence);
    await remove();
  });

  it("says that its port is taken", async () => {
    await using started = await start();
    const { folder, remove } = await createGatewayFolder();
    const port = new URL(started.gateway.url).port;
    await expect(startGatewayProcess({ folder, rpcUrl: NO_RPC, env: { GATEWAY_PORT: port } })).rejects.toThrow(
      "EADDRINUSE",
    );
    await remove();
  });
});

async function start({ env = {}, withFile = false }: { env?: Record<string, string>; withFile?: boolean } = {}) {
  const { folder, remove } = await createGatewayFolder();
  const file = withFile ? { GATEWAY_LISTENING_FILE: join(folder, "listening.json") } : {};
  const gateway = await startGatewayProcess({ folder, rpcUrl: NO_RPC, env: { ...env, ...file } });
  return {
    gateway,
    folder,
    async [Symbol.asyncDispose]() {
      gateway.child.kill("SIGKILL");
      await gateway.exited;
      await remove();
    },
  };
}
