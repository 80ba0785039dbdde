import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What a build of the marketplace is made of. */
const SOURCES = [
  "web/{src,build,public}/**/*.*",
  "web/*.{ts,mjs,json}",
  "packages/*/src/**/*.ts",
  "packages/*/package.json",
  "package-lock.json",
  // The examples that the marketplace brings along.
  "programs/{examples.json,*/program.wasm,inputs/*,generate/*.ts}",
];
const LEFT_OUT = /\.test\.tsx?$|\.tsbuildinfo$|\/next-env\.d\.ts$/;

/** Changes when the marketplace must be built again. `flavour` names the switches of the build. */
export function hashOfSources(root: string, flavour: string): string {
  const hash = createHash("sha256").update(flavour);
  const files = globSync(SOURCES, { cwd: root }).filter((file) => !LEFT_OUT.test(file));
  for (const file of files.sort()) hash.update(`\n${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest("hex").slice(0, 16);
}
