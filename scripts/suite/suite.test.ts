import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { runContracts } from "./forge-runner.ts";
import { reportOf } from "./report.ts";
import { judge } from "./runner.ts";
import { vitestRunner } from "./vitest-runner.ts";

describe("judge", () => {
  it.each([
    ["takes the numbers", { passed: 3, failed: 1 }, 1, { passed: 3, failed: 1 }],
    ["counts a crash as a failure", undefined, 139, { passed: 0, failed: 1, note: "crashed with exit code 139" }],
    ["counts no test as a failure", { passed: 0, failed: 0 }, 0, { passed: 0, failed: 1, note: "ran no test" }],
    [
      "does not trust a failing exit",
      { passed: 3, failed: 0 },
      1,
      { passed: 3, failed: 1, note: expect.stringContaining("exit code 1") },
    ],
  ])("%s", (_, counts, exitCode, expected) => {
    expect(judge("one", counts, exitCode, 1)).toMatchObject(expected);
  });
});

describe("report", () => {
  it("ends with the one line that programs read", () => {
    const lines = reportOf([
      { name: "unit", passed: 10, failed: 1, seconds: 3.21 },
      { name: "contracts", passed: 5, failed: 1, seconds: 1, note: "crashed" },
    ]);
    expect(lines.at(-1)).toBe("15 passed, 2 failed");
    expect(lines).toContain("contracts       5       1      1.0  crashed");
  });
});

describe("vitest runner", () => {
  it("counts tests and files that do not load", async () => {
    const { root, run } = project({
      "good.test.ts": 'import { it } from "vitest"; it("a", () => {}); it("b", () => {});',
      "bad.test.ts": 'import { it } from "vitest"; it("c", () => { throw new Error("no"); });',
      "broken.test.ts": 'import "./missing.ts";',
    });
    expect(await run(root)).toMatchObject([{ name: "unit", passed: 2, failed: 2 }]);
  });

  it("fails where there is no test", async () => {
    const { root, run } = project({});
    expect(await run(root)).toMatchObject([{ passed: 0, failed: 1 }]);
  });

  function project(files: Record<string, string>) {
    const root = mkdtempSync(join(tmpdir(), "hive-suite-"));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    mkdirSync(join(root, "scripts"));
    symlinkSync(join(import.meta.dirname, "../../node_modules"), join(root, "node_modules"));
    const config =
      'export default { test: { projects: [{ test: { name: "unit", include: ["scripts/*.test.ts"] } }] } };';
    writeFileSync(join(root, "vitest.config.mjs"), config);
    for (const [name, source] of Object.entries(files)) writeFileSync(join(root, "scripts", name), source);
    const run = (folder: string) =>
      vitestRunner("unit", { show: false })({ root: folder, signal: new AbortController().signal, say: () => {} });
    return { root, run };
  }
});

describe("contract runner", () => {
  const report = (status: string) => ({
    "test/A.t.sol:A": {
      duration: "1ms",
      test_results: {
        "test_a()": { status, reason: "assertion failed" },
        "test_b()": { status: "Success", reason: null },
      },
    },
  });

  it.each([
    ["counts what forge reports", JSON.stringify(report("Success")), 0, { passed: 2, failed: 0 }],
    ["counts a failure", JSON.stringify(report("Failure")), 1, { passed: 1, failed: 1 }],
    ["sees a crash", "Error: Compiler run failed", 1, { passed: 0, failed: 1, note: "crashed with exit code 1" }],
    ["wants tests", "{}", 0, { passed: 0, failed: 1, note: "ran no test" }],
  ])("%s", async (_, output, exitCode, expected) => {
    const root = mkdtempSync(join(tmpdir(), "hive-forge-"));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    writeFileSync(join(root, "forge"), `#!/bin/sh\ncat <<'END'\n${output}\nEND\nexit ${exitCode}\n`, { mode: 0o755 });
    const path = process.env["PATH"];
    process.env["PATH"] = `${root}:${path}`;
    onTestFinished(() => {
      process.env["PATH"] = path;
    });
    const said: string[] = [];
    const [contracts, gas] = await runContracts({
      root,
      signal: new AbortController().signal,
      say: (line) => said.push(line),
    });
    expect(contracts).toMatchObject(expected);
    expect(gas).toMatchObject({ name: "gas", failed: 1 });
    if (output.includes("Failure"))
      expect(said.join("\n")).toContain("FAILED test/A.t.sol:A test_a(): assertion failed");
  });
});
