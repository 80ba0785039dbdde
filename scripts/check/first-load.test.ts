import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { LARGEST_FIRST_LOAD } from "../web/route-sizes.ts";
import { firstLoadFaults, inspectFirstLoad } from "./first-load.ts";
import { runSteps } from "./run-steps.ts";

describe("first load", () => {
  it("names the route that loads too much, and no other", () => {
    const root = build({
      "page_client-reference-manifest.js": 10,
      "jobs/[id]/page_client-reference-manifest.js": LARGEST_FIRST_LOAD,
    });
    const { problems, note } = inspectFirstLoad(root);
    expect(problems).toEqual([
      expect.stringMatching(/^\/jobs\/\[id\] loads \d+\.\d kB of JavaScript first; 250\.0 kB are allowed\.$/),
    ]);
    expect(note).toBeUndefined();
  });

  it("counts what every route loads together with what is the route's own", () => {
    const half = LARGEST_FIRST_LOAD / 2;
    expect(firstLoadFaults(dist(build({ "page_client-reference-manifest.js": half }, half)))).toHaveLength(1);
    expect(firstLoadFaults(dist(build({ "page_client-reference-manifest.js": half }, 100)))).toEqual([]);
  });

  it("says that nothing was measured where nothing is built, and fails where something must be", async () => {
    const root = mkdtempSync(join(tmpdir(), "hive-first-load-"));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    expect(firstLoadFaults(dist(root))).toEqual([expect.stringContaining("There is no build")]);
    const [result] = await runSteps([{ name: "first load", inspect: () => inspectFirstLoad(root) }], {
      root,
      limit: 1,
      report: () => {},
    });
    expect(result).toMatchObject({ ok: true, note: expect.stringContaining("not measured") });
  });

  it("does not take a build without routes for a small one", () => {
    expect(firstLoadFaults(dist(build({})))).toEqual([expect.stringContaining("no routes")]);
  });
});

const dist = (root: string) => join(root, "web/.next");

/** A build whose routes load so many bytes that cannot be made smaller. */
function build(routes: Record<string, number>, common = 10): string {
  const root = mkdtempSync(join(tmpdir(), "hive-first-load-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const write = (path: string, content: string | Uint8Array) => {
    const file = join(dist(root), path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  };
  write("build-manifest.json", JSON.stringify({ rootMainFiles: ["static/common.js"] }));
  write("static/common.js", noise(common));
  mkdirSync(join(dist(root), "server/app"), { recursive: true });
  for (const [index, [manifest, bytes]] of Object.entries(routes).entries()) {
    const script = `static/${index}.js`;
    write(script, noise(bytes));
    const entries = JSON.stringify({ entryJSFiles: { page: [script, "static/common.js"] } });
    write(`server/app/${manifest}`, `globalThis.__RSC_MANIFEST["/page"] = ${entries};`);
  }
  return root;
}

/** The same every time. */
function noise(bytes: number): Uint8Array {
  const out = new Uint8Array(bytes);
  let state = 1;
  for (let i = 0; i < bytes; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    out[i] = state >>> 24;
  }
  return out;
}
