import { existsSync } from "node:fs";
import { join } from "node:path";
import { LARGEST_FIRST_LOAD, routeSizes } from "../web/route-sizes.ts";
import type { Inspection } from "./step.ts";

/** What was built here last, if anything was; a clone has no build, and it is said that nothing was measured. */
export function inspectFirstLoad(root: string): Inspection {
  const dist = join(root, "web/.next");
  if (isBuilt(dist)) return { problems: firstLoadFaults(dist) };
  return { problems: [], note: "not measured: the marketplace is not built here. npm test builds and measures it." };
}

/** Routes of a build that make a browser fetch too much before they can be used, one sentence each; so is a missing build. */
export function firstLoadFaults(dist: string): string[] {
  if (!isBuilt(dist)) return [`There is no build in ${dist}: what its routes load first cannot be measured.`];
  const sizes = routeSizes(dist);
  if (sizes.length === 0) return ["The built marketplace has no routes: the build's manifests are not as expected."];
  return sizes
    .filter(({ bytes }) => bytes > LARGEST_FIRST_LOAD)
    .map(
      ({ route, bytes }) =>
        `${route} loads ${kilobytes(bytes)} of JavaScript first; ${kilobytes(LARGEST_FIRST_LOAD)} are allowed.`,
    );
}

function isBuilt(dist: string): boolean {
  return ["build-manifest.json", "server/app"].every((part) => existsSync(join(dist, part)));
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
