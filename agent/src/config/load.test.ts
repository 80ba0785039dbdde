import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadConfig } from "./load.ts";

const folder = mkdtempSync(join(tmpdir(), "hive-config-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NODE = {
  dataFolder: "data",
  deployment: "deployment.json",
  chain: { rpcUrl: "http://127.0.0.1:8545" },
  gateway: { url: "http://127.0.0.1:8080" },
  key: { keystore: "node.json" },
};
const KEY = { keystore: "juror.json", passwordFile: "juror.password" };

describe("a juror's configuration", () => {
  it("is not needed", () => {
    expect(load(NODE).juror).toBeUndefined();
  });

  it("needs a key alone; paths start at the file", () => {
    expect(load({ ...NODE, juror: { key: KEY } }).juror).toMatchObject({
      enabled: true,
      seats: 0,
      gateways: [],
      slots: 1,
      publicSteps: true,
      key: { keystore: join(folder, "juror.json"), passwordFile: join(folder, "juror.password") },
    });
  });

  it.each([
    ["juror.key", {}],
    ["juror.seats", { key: KEY, seats: -1 }],
    ["juror.slots", { key: KEY, slots: 0 }],
    ["juror.marginSeconds", { key: KEY, marginSeconds: 0 }],
    ["juror.gateways.0", { key: KEY, gateways: ["ftp://example.org"] }],
    ["juror", { key: KEY, seat: 1 }],
  ])("is refused with the field's name: %s", (field, juror) => {
    expect(() => load({ ...NODE, juror })).toThrow(new RegExp(`${field.replaceAll(".", "\\.")}: `));
  });
});

function load(config: object) {
  const file = join(folder, "agent.json");
  writeFileSync(file, JSON.stringify(config));
  return loadConfig(file, {});
}
