const MAX_PATH_BYTES = 255;
const MAX_PATH_DEPTH = 16;

/**
 * Which rule `path` breaks, or nothing. Paths of inputs and outputs are relative, portable, and written one way only, so that a
 * document can be unpacked anywhere without touching anything outside its folder.
 */
export function pathFault(path: string): string | undefined {
  if (!path.isWellFormed() || path !== path.normalize("NFC")) return "must be Unicode in normal form C";
  if (new TextEncoder().encode(path).length > MAX_PATH_BYTES) return `must have at most ${MAX_PATH_BYTES} bytes`;
  if (/[\p{Cc}\\:*?"<>|]/u.test(path)) return 'must not hold control characters or any of \\ : * ? " < > |';
  const segments = path.split("/");
  if (segments.length > MAX_PATH_DEPTH) return `must have at most ${MAX_PATH_DEPTH} parts`;
  if (segments.some((part) => part === "" || part === "." || part === "..")) {
    return "must be relative, without empty parts, . or ..";
  }
  return undefined;
}

/**
 * Which rule a list of paths breaks, or nothing: each good, sorted by UTF-16 code units, no two equal, none inside another.
 */
export function pathListFault(paths: readonly string[]): string | undefined {
  for (const [i, path] of paths.entries()) {
    const previous = paths[i - 1];
    if (previous !== undefined && previous >= path)
      return `must be sorted and without repetition, but ${path} follows ${previous}`;
  }
  const known = new Set(paths);
  for (const path of paths) {
    const parent = parentsOf(path).find((candidate) => known.has(candidate));
    if (parent !== undefined) return `must not use ${parent} as a file and as a folder`;
  }
  return undefined;
}

function parentsOf(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
}
