import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const IGNORED = /(^|\/)(node_modules|\.hive|forge-out|forge-cache|coverage)(\/|$)/;

/** Every relative link in a Markdown page leads to a file that exists, and every anchor to a heading in it. */
export function checkLinks(root: string): string[] {
  const pages = globSync("**/*.md", { cwd: root, exclude: (path) => IGNORED.test(path) });
  return pages
    .toSorted()
    .flatMap((page) => linksOf(readPage(root, page)).flatMap((link) => problemOf(root, page, link) ?? []));
}

function problemOf(root: string, page: string, link: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return undefined;
  const [path, anchor] = link.split("#", 2) as [string, string | undefined];
  const target = path === "" ? page : relative(root, join(root, dirname(page), decodeURIComponent(path)));
  const file = join(root, target);
  if (!existsSync(file)) return `${page} links to ${link}, which does not exist.`;
  if (anchor === undefined || !target.endsWith(".md") || statSync(file).isDirectory()) return undefined;
  const known = anchorsOf(readPage(root, target));
  return known.has(anchor.toLowerCase()) ? undefined : `${page} links to ${link}, but ${target} has no such heading.`;
}

function readPage(root: string, page: string): string {
  const fences = /^(`{3,}|~{3,}).*?^\1/gms;
  return readFileSync(join(root, page), "utf8").replaceAll(fences, "");
}

/** Inline links, images and reference definitions, outside code. */
function linksOf(text: string): string[] {
  const prose = text.replaceAll(/`[^`\n]*`/g, "");
  const inline = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)];
  const definitions = [...prose.matchAll(/^\s*\[[^\]]+\]:\s*<?(\S+?)>?\s*$/gm)];
  return [...inline, ...definitions].map(([, link]) => link as string);
}

/** Anchors as code hosts make them from headings: repeated ones are numbered. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of text.matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const base = slugOf(heading as string);
    let anchor = base;
    for (let repeat = 1; anchors.has(anchor); repeat++) anchor = `${base}-${repeat}`;
    anchors.add(anchor);
  }
  for (const [, id] of text.matchAll(/<a\s+(?:id|name)="([^"]+)"/g)) anchors.add((id as string).toLowerCase());
  return anchors;
}

function slugOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}
