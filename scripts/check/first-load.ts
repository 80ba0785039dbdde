import { existsSync } from "node:fs";
import { join } from "node:path";
import { LARGEST_FIRST_LOAD, routeSizes } from "../web/route-sizes.ts";

/** Routes of the built marketplace that make a browser fetch too much before they can be used; nothing without a build. */
export function checkFirstLoad(root: string): string[] {
  const dist = join(root, "web/.next");
  if (!existsSync(join(dist, "build-manifest.json")) || !existsSync(join(dist, "server/app"))) return [];
  const sizes = routeSizes(dist);
  if (sizes.length === 0) return ["The built marketplace has no routes: the build's manifests are not as expected."];
  return sizes
    .filter(({ bytes }) => bytes > LARGEST_FIRST_LOAD)
    .map(
      ({ route, bytes }) =>
        `${route} loads ${kilobytes(bytes)} of JavaScript first; ${kilobytes(LARGEST_FIRST_LOAD)} are allowed.`,
    );
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
