import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

/** First-load JavaScript of a route, gzip, bytes. */
export const LARGEST_FIRST_LOAD = 250_000;

export interface RouteSize {
  /** Such as `/jobs/[id]`. */
  readonly route: string;
  readonly bytes: number;
}

/** What each page of a build makes the browser fetch before it can be used: the scripts its manifest names as its own. */
export function routeSizes(dist: string): RouteSize[] {
  const app = join(dist, "server/app");
  const sizes = new Map<string, number>();
  return globSync("**/page_client-reference-manifest.js", { cwd: app })
    .map((file) => ({ route: routeOf(file), bytes: firstLoad(dist, join(app, file), sizes) }))
    .filter(({ route }) => !route.startsWith("/_"))
    .sort((a, b) => b.bytes - a.bytes);
}

function routeOf(file: string): string {
  return `/${dirname(file)}`.replace("/.", "/");
}

function firstLoad(dist: string, manifest: string, sizes: Map<string, number>): number {
  const scripts = new Set([...commonScripts(dist), ...entryScripts(manifest)]);
  return [...scripts].reduce((sum, script) => sum + sizeOf(join(dist, script), sizes), 0);
}

/** The framework's own. */
function commonScripts(dist: string): string[] {
  const { rootMainFiles } = JSON.parse(readFileSync(join(dist, "build-manifest.json"), "utf8"));
  return rootMainFiles as string[];
}

/** Layout, error page and page: what the server writes into the document. */
function entryScripts(manifest: string): string[] {
  const text = readFileSync(manifest, "utf8");
  const json = text.slice(text.indexOf("{", text.indexOf('"] = '))).replace(/;?\s*$/, "");
  const { entryJSFiles } = JSON.parse(json) as { entryJSFiles: Record<string, string[]> };
  return Object.values(entryJSFiles).flat();
}

function sizeOf(file: string, sizes: Map<string, number>): number {
  const known = sizes.get(file);
  if (known !== undefined) return known;
  const size = file.endsWith(".js") && existsSync(file) ? gzipSync(readFileSync(file)).length : 0;
  sizes.set(file, size);
  return size;
}
