import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { run } from "@computehive/metering/run";
import { PNG } from "pngjs";
import { describe, expect, onTestFinished, test } from "vitest";
import { loadExamples, readExampleInputs, readExampleProgram } from "./examples.ts";
import { drawPicture } from "./generate/picture.ts";
import { runProgram } from "./testing/run-program.ts";

const folder = import.meta.dirname;
const execute = promisify(execFile);
const examples = await loadExamples();

/** Limits must hold at least this many times what the example uses, and no more than the second figure. */
const headRoom = { least: 1.3, most: 20 };

describe("each example", () => {
  test.each(examples.map((example) => [example.name, example] as const))(
    "%s ends well within its limits",
    async (_, example) => {
      const program = await readExampleProgram(example);
      const inputs = await readExampleInputs(example);
      const { limits } = example;
      const args = [example.name, ...example.args];
      const request = { program, args, env: {}, stdin: new Uint8Array(), inputs, seed: new Uint8Array(32), limits };
      const end = await run(request);
      expect(end).toMatchObject({ outcome: "exited", exitCode: 0 });
      expect(new TextDecoder().decode(end.stderr)).toBe("");
      expect([...end.outputs.keys()]).toEqual(example.expectedOutputs);

      const written = [end.stdout, ...end.outputs.values()].reduce((sum, bytes) => sum + bytes.length, 0);
      expect(Number(limits.fuel) / Number(end.fuel)).toBeGreaterThan(headRoom.least);
      expect(Number(limits.fuel) / Number(end.fuel)).toBeLessThan(headRoom.most);
      expect(limits.memoryBytes / end.memoryPeakBytes).toBeGreaterThan(headRoom.least);
      expect(limits.outputBytes / written).toBeGreaterThan(headRoom.least);
    },
  );

  test("has a name of its own, a program with a README and inputs that exist", async () => {
    expect(new Set(examples.map(({ name }) => name)).size).toBe(examples.length);
    for (const example of examples) {
      const [program = ""] = example.program.split("/");
      expect(await readFile(join(folder, program, "README.md"), "utf8")).toContain(`# ${program}\n`);
      for (const [name, bytes] of await readExampleInputs(example)) expect(bytes.length, name).toBeGreaterThan(0);
    }
  });
});

describe("hello", () => {
  test("greets every name", async () => {
    const end = await runProgram("hello", ["Ada", "Zoë"]);
    expect(end).toMatchObject({ exitCode: 0, log: "Hello, Ada!\nHello, Zoë!\n" });
    expect(new TextDecoder().decode(end.outputs.get("greeting.txt"))).toBe("Hello, Ada!\nHello, Zoë!\n");
  });

  test("refuses to greet nobody", async () => {
    expect(await runProgram("hello", [])).toMatchObject({
      exitCode: 2,
      complaint: "error: give at least one name to greet.\n",
    });
  });
});

describe("the inputs", () => {
  test("are what make-inputs.ts writes", { timeout: 60_000 }, async () => {
    const target = await mkdtemp(join(tmpdir(), "inputs-"));
    onTestFinished(() => rm(target, { recursive: true }));
    await execute(process.execPath, [join(folder, "make-inputs.ts"), target]);
    expect(await readFile(join(target, "chapter.txt"))).toEqual(await readFile(join(folder, "inputs/chapter.txt")));
    expect((await stat(join(target, "book.txt"))).size).toBeGreaterThan(1_000_000);
    // zlib may pack otherwise in another version of Node; the pixels are the same.
    const committed = PNG.sync.read(await readFile(join(folder, "inputs/picture.png")));
    expect(PNG.sync.read(await readFile(join(target, "picture.png"))).data.equals(committed.data)).toBe(true);
    expect(drawPicture({ width: 640, height: 400, seed: 7 }).data.equals(committed.data)).toBe(true);
  });
});

describe("scripts/programs.ts", () => {
  test("finds the modules built from their sources, or no toolchain to tell", { timeout: 120_000 }, async () => {
    const { stdout } = await execute(process.execPath, [join(folder, "../scripts/programs.ts"), "check"]);
    expect(stdout).toMatch(/^programs: (every module comes from its sources\.|not compared\. .+\.)\n$/);
  });

  test("keeps every module small and free of paths of the building machine", async () => {
    for (const name of ["hello", "text-statistics", "image-filter", "numeric-kernel"]) {
      const module = await readFile(join(folder, name, "program.wasm"));
      expect(module.length).toBeLessThan(100_000);
      expect(module.includes(join(folder, ".."))).toBe(false);
      expect(module.toString("latin1")).not.toMatch(/\/(home|usr|tmp|root)\//);
    }
    expect(existsSync(join(folder, "toolchain.json"))).toBe(true);
  });
});
