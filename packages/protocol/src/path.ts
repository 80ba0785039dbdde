const MAX_PATH_BYTES = 1_024;
/** What file systems hold. */
const MAX_NAME_BYTES = 255;
const MAX_PATH_DEPTH = 64;

/**
 * Which rule `path` breaks, or nothing. Paths of inputs and outputs are relative, portable, and written one way only, so that a
 * document can be unpacked anywhere without touching anything outside its folder.
 */
export function pathFault(path: string): string | undefined {
  if (!path.isWellFormed() || path !== path.normalize("NFC")) return "must be Unicode in normal form C";
  if (bytesOf(path) > MAX_PATH_BYTES) return `must have at most ${MAX_PATH_BYTES} bytes`;
  if (/[\p{Cc}\\:*?"<>|]/u.test(path)) return 'must not hold control characters or any of \\ : * ? " < > |';
  const segments = path.split("/");
  if (segments.length > MAX_PATH_DEPTH) return `must have at most ${MAX_PATH_DEPTH} parts`;
  if (segments.some((part) => part === "" || part === "." || part === "..")) {
    return "must be relative, without empty parts, . or ..";
  }
  return segments.some((part) => bytesOf(part) > MAX_NAME_BYTES)
    ? `must have at most ${MAX_NAME_BYTES} bytes in each part`
    : undefined;
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The order of the paths' UTF-8 bytes, which is also that of their code points; UTF-16 code units have another one. */
export function comparePaths(left: string, right: string): number {
  const [leftPoints, rightPoints] = [Array.from(left, codePoint), Array.from(right, codePoint)];
  for (let i = 0; i < Math.min(leftPoints.length, rightPoints.length); i++) {
    const difference = (leftPoints[i] as number) - (rightPoints[i] as number);
    if (difference !== 0) return difference;
  }
  return leftPoints.length - rightPoints.length;
}

function codePoint(character: string): number {
  return character.codePointAt(0) as number;
}

/**
 * Which rule a list of paths breaks, or nothing: each good, in the order of `comparePaths`, no two equal, none inside another.
 */
export function pathListFault(paths: readonly string[]): string | undefined {
  for (const [i, path] of paths.entries()) {
    const previous = paths[i - 1];
    if (previous !== undefined && comparePaths(previous, path) >= 0)
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
