import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ChannelPlace, Promised } from "@computehive/sdk/channels/voucher-store";
import { zeroHash } from "viem";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { createVoucherFolder } from "./voucher-folder.ts";

const PLACE: ChannelPlace = { chainId: 31_337, escrow: `0x${"Aa".repeat(20)}`, channelId: `0x${"ab".repeat(32)}` };

function promised(cumulative: bigint, digit = "0"): Promised {
  return { cumulative, receiptsRoot: `0x${digit.repeat(64)}` };
}

describe("promises in a folder", () => {
  it("count by the greatest, whoever wrote it and in whatever order", async () => {
    const folder = join(temporaryFolder(), "not", "there", "yet");
    const [one, other] = [createVoucherFolder(folder), createVoucherFolder(folder)];
    expect(await one.last(PLACE)).toBeUndefined();
    await one.record(PLACE, promised(9n));
    await other.record(PLACE, promised(10n, "1"));
    await one.record(PLACE, promised(2n ** 96n - 1n));
    await other.record(PLACE, promised(100n));
    for (const store of [one, other, createVoucherFolder(folder)])
      expect(await store.last(PLACE)).toEqual(promised(2n ** 96n - 1n));
  });

  it("of one sum are what was written first, and lie apart for each channel, escrow and chain", async () => {
    const folder = temporaryFolder();
    const store = createVoucherFolder(folder);
    await store.record(PLACE, promised(5n, "1"));
    await store.record(PLACE, promised(5n, "2"));
    expect(await store.last({ ...PLACE, escrow: PLACE.escrow.toLowerCase() as `0x${string}` })).toEqual(
      promised(5n, "1"),
    );
    for (const place of [{ chainId: 1 }, { escrow: `0x${"bb".repeat(20)}` as const }, { channelId: zeroHash }])
      expect(await store.last({ ...PLACE, ...place })).toBeUndefined();
    const [kept] = readdirSync(folder);
    await store.record(PLACE, promised(6n));
    expect(readdirSync(join(folder, kept!))).toEqual(["6.json"]);
  });

  it.each(["", "{", '{"cumulative":"7"}', '{"cumulative":7,"receiptsRoot":"0x"}'])(
    "that cannot be read are not passed over: %j",
    async (content) => {
      const folder = temporaryFolder();
      const store = createVoucherFolder(folder);
      await store.record(PLACE, promised(5n));
      writeFileSync(join(folder, readdirSync(folder)[0]!, "7.json"), content);
      await expect(store.last(PLACE)).rejects.toThrow(/nothing is signed/);
      // A draft that a kill left, or a file of somebody else, is none of them.
      writeFileSync(join(folder, readdirSync(folder)[0]!, "7.json.draft"), content);
      await store.record(PLACE, promised(8n));
      expect(await store.last(PLACE)).toEqual(promised(8n));
    },
  );

  it("that cannot be written stop the signing", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "file"), "");
    await expect(createVoucherFolder(join(folder, "file")).record(PLACE, promised(5n))).rejects.toThrow(
      /HIVE_VOUCHERS/,
    );
  });

  it("outlive a kill at any moment", async () => {
    const folder = temporaryFolder();
    const said = await recordedUntilKilled(folder);
    expect(said).toBeGreaterThan(0n);
    const last = await createVoucherFolder(folder).last(PLACE);
    // The one after it may have been recorded and not yet said.
    expect([said, said + 1n]).toContain(last?.cumulative);
  });
});

/** Another process records 1, 2, 3, … and says each when it is kept. @returns what it said last. */
async function recordedUntilKilled(folder: string): Promise<bigint> {
  const program = `
    const { createVoucherFolder } = await import(${JSON.stringify(join(import.meta.dirname, "voucher-folder.ts"))});
    const store = createVoucherFolder(${JSON.stringify(folder)});
    for (let sum = 1n; ; sum++) {
      await store.record(${JSON.stringify(PLACE)}, { cumulative: sum, receiptsRoot: "${zeroHash}" });
      process.stdout.write(sum + "\\n");
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (said.split("\n").length > 20) child.kill("SIGKILL");
  });
  await once(child, "close");
  return BigInt(said.trimEnd().split("\n").at(-1) ?? 0);
}
