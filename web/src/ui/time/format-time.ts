const ZONE_FREE = { year: "numeric", month: "short", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const;

/** `21 Nov 2026, 15:04` in the browser's zone; never call it while the server draws, whose zone is another. */
export function formatDateTime(seconds: number, { withSeconds = false }: { withSeconds?: boolean } = {}): string {
  const options = { ...ZONE_FREE, ...(withSeconds && { second: "2-digit" as const }), hour12: false };
  return new Intl.DateTimeFormat("en-GB", options).format(seconds * 1000);
}

/** `2026-11-21 15:04:05 UTC`: the same everywhere. */
export function formatUtc(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
  ["s", 1],
] as const;

/** The two largest units: `2 d 3 h`, `4 min 5 s`, `0 s`. Whole seconds, rounded down. */
export function formatDuration(seconds: number): string {
  let rest = Math.max(0, Math.floor(seconds));
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length > 0 ? parts.join(" ") : "0 s";
}

/** One unit, for lists: `3 min`, `2 d`. */
export function formatShortDuration(seconds: number): string {
  return formatDuration(seconds).split(" ").slice(0, 2).join(" ");
}
