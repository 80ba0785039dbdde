import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RunRequest } from "@computehive/metering/run";
import { run } from "@computehive/metering/run";
import { systemClock } from "@computehive/protocol/clock";
import { describe, expect, it } from "vitest";
import type { MeterMessage, MeterRequest } from "./messages.ts";
import { type MeterThread, runProgram, validateProgram } from "./meter.ts";
import { perform } from "./perform.ts";
import { progressOf, shareOf } from "./progress.ts";

const programs = join(import.meta.dirname, "../../../../programs");

describe("runProgram", () => {
  it("gives what the meter gives, and what the program wrote on its way", async () => {
    const request = await kernelRequest();
    const written: string[] = [];
    const given = await runProgram(request, {
      spawn: threadHere,
      onOutput: (_, bytes) => written.push(new TextDecoder().decode(bytes)),
    });
    const expected = await run(request);
    expect(given).toEqual(expected);
    expect(written.join("")).toBe(new TextDecoder().decode(expected.stdout));
  });

  it("measures the speed before a program that may take long", async () => {
    const said: string[] = [];
    await perform(
      { act: "run", request: await kernelRequest() },
      { tell: ({ kind }) => said.push(kind), clock: systemClock },
    );
    expect(said).toContain("started");
    expect(said.indexOf("speed")).toBeLessThan(said.indexOf("started"));
  });

  it("ends the thread when the signal is aborted", async () => {
    const ending = new AbortController();
    const thread = silentThread();
    const running = runProgram(await kernelRequest(), { spawn: () => thread, signal: ending.signal });
    ending.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
    expect(thread.isEnded).toBe(true);
  });

  it("ends the thread when the time is over", async () => {
    const thread = silentThread();
    const running = runProgram(await kernelRequest(), { spawn: () => thread, timeout: 1 });
    await expect(running).rejects.toMatchObject({ name: "MeterTimeoutError" });
    expect(thread.isEnded).toBe(true);
  });

  it("starts nothing where the manifest allows more memory than is to be given", async () => {
    const running = runProgram(await kernelRequest(), {
      mostMemory: 1024,
      spawn: () => expect.fail("a thread was started"),
    });
    await expect(running).rejects.toMatchObject({ name: "MeterMemoryError", most: 1024 });
  });
});

describe("validateProgram", () => {
  it("says what a program is made of", async () => {
    const report = await validateProgram(await programOf("hello"), { spawn: threadHere });
    expect(report.exports.map(({ name }) => name)).toContain("_start");
  });

  it("refuses by rule", async () => {
    const refused = validateProgram(new Uint8Array([0, 1, 2, 3]), { spawn: threadHere });
    await expect(refused).rejects.toMatchObject({ name: "ProgramRefusedError", rule: "malformed" });
  });
});

describe("progressOf", () => {
  const facts = { startedAt: 1_000, now: 3_000, known: undefined, fuelPerMillisecond: 10, most: 1_000_000n };

  it("estimates from the measured speed", () => {
    expect(progressOf(facts)).toEqual({ stage: "running", milliseconds: 2_000, fuel: 20_000n, isExact: false });
  });

  it("goes on from the last exact count", () => {
    expect(progressOf({ ...facts, known: { fuel: 500n, at: 2_900 } })).toMatchObject({ fuel: 1_500n, isExact: false });
  });

  it("never says more than there is, and never that all is used before the end", () => {
    const progress = progressOf({ ...facts, now: 10 ** 9 });
    expect(progress.fuel).toBe(1_000_000n);
    expect(shareOf(progress, 1_000_000n)).toBe(0.99);
  });
});

async function programOf(name: string): Promise<Uint8Array> {
  return new Uint8Array(await readFile(join(programs, name, "program.wasm")));
}

async function kernelRequest(): Promise<RunRequest> {
  return {
    program: await programOf("numeric-kernel"),
    args: ["program"],
    env: {},
    stdin: new Uint8Array(),
    inputs: new Map(),
    seed: new Uint8Array(32),
    limits: { fuel: 20_000_000_000n, memoryBytes: 64 * 1024 * 1024, outputBytes: 1024 * 1024 },
  };
}

/** Does the work in this thread, and passes messages as a worker would: copied. */
function threadHere(): MeterThread {
  const thread: MeterThread = {
    onmessage: null,
    onerror: null,
    postMessage(request: MeterRequest) {
      const say = (data: MeterMessage) =>
        thread.onmessage?.({ data: structuredClone(data) } as MessageEvent<MeterMessage>);
      void perform(structuredClone(request), { tell: say, clock: systemClock }).then(say);
    },
    terminate() {},
  };
  return thread;
}

function silentThread(): MeterThread & { isEnded: boolean } {
  return {
    isEnded: false,
    onmessage: null,
    onerror: null,
    postMessage() {},
    terminate() {
      this.isEnded = true;
    },
  };
}
