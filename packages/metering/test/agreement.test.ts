import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../src/run.ts";
import { bundleWorker, type ChromiumHost, startChromium } from "./browser/chromium.ts";
import { resultToWire, toWire, type WireResult } from "./browser/wire.ts";
import { type Case, loadCases } from "./support/cases.ts";

const MINUTES = 60_000;
const FEWEST_MODULES = 30;

describe("the same program in Node and in Chromium", () => {
  let cases: Case[];
  const inNode = new Map<string, WireResult>();

  beforeAll(async () => {
    cases = await loadCases();
    for (const { name, request } of cases) inNode.set(name, resultToWire(await run(request)));
  }, 5 * MINUTES);

  it("ends as it should in Node", () => {
    const wrong = cases.filter(({ name, outcome, exitCode }) => {
      const result = inNode.get(name);
      return result?.outcome !== outcome || result.exitCode !== exitCode;
    });
    expect(wrong.map(({ name }) => ({ name, result: inNode.get(name) }))).toEqual([]);
  });

  describe("in a worker of Chromium", () => {
    let host: ChromiumHost;
    beforeAll(async () => {
      host = await startChromium();
    }, MINUTES);
    afterAll(() => host.close());

    it(
      "gives the same output, exit code and fuel",
      async () => {
        const differing = await disagreements(host, cases, inNode);
        const modules = new Set(cases.map(({ request }) => request.program)).size;
        report(
          `${cases.length - differing.length} of ${cases.length} executions of ${modules} modules agree in Node ${process.versions.node} and Chromium ${host.version}`,
        );
        expect(differing).toEqual([]);
        expect(modules).toBeGreaterThanOrEqual(FEWEST_MODULES);
      },
      5 * MINUTES,
    );

    it(
      "gives the same on the page itself",
      async () => {
        const some = cases.filter((_, index) => index % 4 === 0);
        expect(await disagreements(host, some, inNode, "page")).toEqual([]);
      },
      5 * MINUTES,
    );
  });

  it(
    "differs if one of the two meters is wrong",
    async () => {
      // The price of a load, and nothing else, is changed in what Chromium gets.
      const bundle = await bundleWorker({
        "/costs.ts": (source) => {
          const changed = source.replace("set(0x28, 0x3e, 2)", "set(0x28, 0x3e, 3)");
          if (changed === source) throw new Error("The cost of loads is no longer where this test looks for it.");
          return changed;
        },
      });
      const host = await startChromium({ bundle });
      try {
        const differing = await disagreements(host, cases.slice(0, 20), inNode);
        expect(differing.length).toBeGreaterThan(10);
      } finally {
        await host.close();
      }
    },
    5 * MINUTES,
  );
});

async function disagreements(
  host: ChromiumHost,
  cases: readonly Case[],
  expected: ReadonlyMap<string, WireResult>,
  place: "worker" | "page" = "worker",
): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const { name, request } of cases) {
    const actual = await host.perform({ kind: "run", request: toWire(request) }, place);
    const wanted = expected.get(name);
    if (JSON.stringify(actual) !== JSON.stringify(wanted)) found.push({ name, actual, wanted });
  }
  return found;
}

function report(line: string): void {
  process.stdout.write(`${line}\n`);
}
