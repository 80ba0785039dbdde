import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** Licences that ask for no more than to be named. */
const PERMISSIVE = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "ISC",
  "MIT",
  "Unlicense",
]);

/** Packages under other licences, and why they may be here. None of it is changed. */
const EXCEPTIONS: Record<string, { licence: string; reason: string }> = {
  "@axe-core/playwright": { licence: "MPL-2.0", reason: "unchanged, inside the browser tests only" },
  "axe-core": { licence: "MPL-2.0", reason: "unchanged, inside the browser tests only" },
  "@img/sharp-libvips-linux-x64": {
    licence: "LGPL-3.0-or-later",
    reason: "an optional library of Next's image optimizer, which is switched off and left out of the build",
  },
  "caniuse-lite": { licence: "CC-BY-4.0", reason: "a table of browsers, read while the web application is built" },
  "web-push": { licence: "MPL-2.0", reason: "unchanged; its licence covers its own files alone" },
  argparse: { licence: "Python-2.0", reason: "permissive; a tool's command line" },
  lightningcss: { licence: "MPL-2.0", reason: "unchanged, inside the test runner only" },
  "lightningcss-linux-x64-gnu": { licence: "MPL-2.0", reason: "the same, its binary" },
  "spdx-exceptions": { licence: "CC-BY-3.0", reason: "a list of names, inside the licence check only" },
  "spdx-ranges": { licence: "CC-BY-3.0", reason: "a list of names, inside the licence check only" },
};

/** Every installed package of others is under a permissive licence or a named exception. */
export async function checkLicences(root: string): Promise<string[]> {
  const { stdout } = await promisify(execFile)(
    "license-checker-rseidelsohn",
    ["--json", "--excludePrivatePackages", "--start", root],
    { maxBuffer: 64 << 20 },
  );
  const packages = JSON.parse(stdout) as Record<string, { licenses?: string | string[] }>;
  return Object.entries(packages).flatMap(([id, { licenses }]) => {
    const expression = [licenses ?? "none"].flat().join(" AND ");
    const name = id.slice(0, id.lastIndexOf("@"));
    const allowed = new Set([...PERMISSIVE, ...(EXCEPTIONS[name] ? [EXCEPTIONS[name].licence] : [])]);
    return isAllowed(expression, allowed)
      ? []
      : [`${id} is under ${expression}, which is not on the list of permissive licences.`];
  });
}

/** Of an SPDX expression, every part joined by AND and one of those joined by OR must be allowed. */
export function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  const flat = expression.replaceAll(/[()]/g, " ");
  return flat
    .split(/\sAND\s/)
    .every((part) => part.split(/\sOR\s/).some((licence) => allowed.has(licence.trim().replace(/\*$/, ""))));
}
