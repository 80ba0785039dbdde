import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildJob } from "@computehive/sdk/job-builder";
import { describe, expect, it } from "vitest";
import { admitApart, executeApart } from "./execute-apart.ts";

const HELLO = new Uint8Array(readFileSync(join(import.meta.dirname, "../../../programs/hello/program.wasm")));

/** (module (memory 1) (func (export "_start") (loop (br 0)))) with its memory exported, by hand: no text format is at hand here. */
const ENDLESS = Uint8Array.from([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00, 0x05,
  0x03, 0x01, 0x00, 0x01, 0x07, 0x13, 0x02, 0x06, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 0x02, 0x00, 0x06, 0x5f, 0x73,
  0x74, 0x61, 0x72, 0x74, 0x00, 0x00, 0x0a, 0x09, 0x01, 0x07, 0x00, 0x03, 0x40, 0x0c, 0x00, 0x0b, 0x0b,
]);
const MUCH_FUEL = 10n ** 17n;

describe("a program on a thread of its own", () => {
  it("gives what it gives on this one", async () => {
    const { manifest, blobs } = buildJob({ program: HELLO, args: ["Ada"] });
    const { document, result } = await executeApart(manifest, blobs, { signal: new AbortController().signal });
    expect(document).toMatchObject({ outcome: "exited", exitCode: 0 });
    expect(new TextDecoder().decode(result.stdout)).toContain("Hello, Ada!");
  });

  it("ends with Ctrl-C", async () => {
    const { manifest, blobs } = buildJob({ program: ENDLESS, limits: { fuel: MUCH_FUEL } });
    const cancel = new AbortController();
    const running = executeApart(manifest, blobs, { signal: cancel.signal, onTick: () => cancel.abort() });
    await expect(running).rejects.toMatchObject({ name: "AbortError" });
  });

  it("does not begin after Ctrl-C", async () => {
    const { manifest, blobs } = buildJob({ program: HELLO });
    await expect(executeApart(manifest, blobs, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
  });

  it("ends with the manifest's wall time", async () => {
    const { manifest, blobs } = buildJob({ program: ENDLESS, limits: { fuel: MUCH_FUEL, wallSeconds: 1 } });
    const running = executeApart(manifest, blobs, { signal: new AbortController().signal });
    await expect(running).rejects.toMatchObject({
      name: "ExecutionTooLongError",
      message: expect.stringContaining("Field: wall"),
    });
  });

  it.each([executeApart, admitApart])("is refused by its own name where nodes would refuse it (%s)", async (ask) => {
    const { manifest, blobs } = buildJob({ program: new TextEncoder().encode("#!/bin/sh") });
    await expect(ask(manifest, blobs, { signal: new AbortController().signal })).rejects.toMatchObject({
      name: "ProgramRefusedError",
    });
  });

  it("is admitted without being run", async () => {
    const { manifest, blobs } = buildJob({ program: ENDLESS, limits: { fuel: MUCH_FUEL } });
    await expect(admitApart(manifest, blobs, { signal: new AbortController().signal })).resolves.toBeUndefined();
  });
});
