import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { checkInvariants } from "./invariants.ts";
import { isAllowed } from "./licences.ts";
import { checkLinks } from "./links.ts";
import { checkSolidityImports } from "./solidity-imports.ts";
import { checkThreats } from "./threats.ts";

describe("links", () => {
  it("accepts files, folders, headings, other sites and what stands in code", () => {
    const root = project({
      "README.md": [
        "# A title",
        "[page](docs/page.md) [part](docs/page.md#how-it-works-1) [here](#a-title) [folder](docs/) ![picture](logo.svg)",
        "[site](https://example.org/x) `[code](nowhere.md)` [defined][one]",
        "```",
        "[fenced](nowhere.md)",
        "```",
        "[one]: docs/page.md",
      ].join("\n"),
      "docs/page.md": "## How it works\n## How it works\n[back](../README.md)\n",
      "logo.svg": "",
    });
    expect(checkLinks(root)).toEqual([]);
  });

  it("names the page, the link and what is missing", () => {
    const root = project({ "a.md": "# A\n[x](b.md) [y](c.md#nope) [z](#gone)\n[r]: d.md\n", "c.md": "# C\n" });
    expect(checkLinks(root)).toEqual([
      "a.md links to b.md, which does not exist.",
      "a.md links to c.md#nope, but c.md has no such heading.",
      "a.md links to #gone, but a.md has no such heading.",
      "a.md links to d.md, which does not exist.",
    ]);
  });
});

describe("invariants", () => {
  const tests = {
    "test/contracts/Escrow.sol":
      "function invariant_ESC_1_Sum() public {}\nfunction testFuzz_ESC_2_Owner(uint256 x) public {}",
    "agent/test/kill.test.ts": 'it("AGT-1: loses nothing", () => {});\nconst other = "SHA-256";',
  };

  it("accepts a page whose ids all have tests", () => {
    const root = project({ ...tests, "docs/protocol/invariants.md": "| ESC-1 | ESC-2 | AGT-1 |" });
    expect(checkInvariants(root)).toEqual([]);
  });

  it("names promises without a test and tests without a promise", () => {
    const root = project({ ...tests, "docs/protocol/invariants.md": "| ESC-1 | ESC-3 | AGT-1 |" });
    expect(checkInvariants(root)).toEqual([
      "docs/protocol/invariants.md promises ESC-3, but no test carries this id.",
      "test/contracts/Escrow.sol tests ESC-2, which docs/protocol/invariants.md does not list.",
    ]);
  });

  it("wants the page", () => {
    expect(checkInvariants(project(tests))).toEqual([expect.stringContaining("does not exist")]);
    expect(checkInvariants(project({ "docs/protocol/invariants.md": "none" }))).toEqual([
      expect.stringContaining("lists no promise"),
    ]);
  });
});

describe("threats", () => {
  const page = (...tests: string[]) =>
    ["| attack | defence | test |", "| --- | --- | --- |", ...tests.map((test) => `| a | \`code\` | ${test} |`)].join(
      "\n",
    );
  const tests = {
    "test/contracts/Escrow.t.sol": "function test_RevertWhen_Late() {}\nfunction invariant_ESC_1_Sum() {}",
  };

  it("accepts tests by name, by part of it, by promise, and by file", () => {
    const named = page("`test_RevertWhen_Late`, `…Late`", "`test_…`, `invariant_ESC_1`", "`Escrow.t.sol`, in words");
    expect(checkThreats(project({ ...tests, "docs/protocol/threats.md": named }))).toEqual([]);
  });

  it("names tests that do not exist", () => {
    const named = page("`test_RevertWhen_Lat`", "`invariant_ESC_2`");
    expect(checkThreats(project({ ...tests, "docs/protocol/threats.md": named }))).toEqual([
      "docs/protocol/threats.md names test_RevertWhen_Lat, which is no test, actor or test file.",
      "docs/protocol/threats.md names invariant_ESC_2, which is no test, actor or test file.",
    ]);
  });
});

describe("solidity imports", () => {
  it.each([
    ["market/A.sol", "../escrow/IEscrow.sol", undefined],
    ["market/A.sol", "./B.sol", undefined],
    ["market/A.sol", "../types/Ids.sol", undefined],
    ["market/A.sol", "../escrow/Escrow.sol", "another domain is used through its interface."],
    ["types/A.sol", "../market/IJobMarket.sol", "types/ knows no domain."],
    ["market/A.sol", "../testing/ITestDollar.sol", "testing/ is deployed on local chains only."],
  ])("%s importing %s: %s", (file, target, reason) => {
    const root = project({
      [`contracts/${file}`]: `import {X} from "${target}";\nimport {Y} from "@openzeppelin/y.sol";`,
    });
    const path = join(dirname(file), target);
    expect(checkSolidityImports(root)).toEqual(reason ? [`contracts/${file} imports ${path}: ${reason}`] : []);
  });
});

describe("licences", () => {
  const allowed = new Set(["MIT", "ISC"]);
  it.each([
    ["MIT", true],
    ["(MIT OR GPL-3.0)", true],
    ["GPL-3.0 OR LGPL-3.0", false],
    ["MIT AND ISC", true],
    ["MIT AND GPL-3.0", false],
    ["MIT*", true],
    ["none", false],
  ])("%s: %s", (expression, expected) => {
    expect(isAllowed(expression, allowed)).toBe(expected);
  });
});

function project(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), "hive-check-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}
