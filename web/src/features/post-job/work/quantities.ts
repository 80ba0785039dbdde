/** A value that was typed, or the rule that it breaks. */
export type Typed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly rule: string };

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, min: 60, h: 3_600, d: 86_400 };
const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  KB: 1_024,
  KIB: 1_024,
  MB: 1_024 ** 2,
  MIB: 1_024 ** 2,
  GB: 1_024 ** 3,
  GIB: 1_024 ** 3,
};
const TIMES: Readonly<Record<string, bigint>> = {
  "": 1n,
  thousand: 10n ** 3n,
  k: 10n ** 3n,
  million: 10n ** 6n,
  m: 10n ** 6n,
  billion: 10n ** 9n,
  g: 10n ** 9n,
  trillion: 10n ** 12n,
  t: 10n ** 12n,
};

/** "90", "90s", "5 min", "2h", "7d" in whole seconds above zero. */
export function readDuration(text: string): Typed<number> {
  const match = /^(\d{1,9})\s*(s|m|min|h|d)?$/i.exec(text.trim());
  const seconds = Number(match?.[1]) * (SECONDS[match?.[2]?.toLowerCase() ?? "s"] ?? 1);
  if (seconds > 0) return { ok: true, value: seconds };
  return { ok: false, rule: "a whole number above zero with s, min, h or d, such as 5min" };
}

/** "65536", "512KiB", "64 MiB" in bytes. */
export function readSize(text: string): Typed<number> {
  const match = /^(\d{1,12})\s*(B|KB|KiB|MB|MiB|GB|GiB)?$/i.exec(text.trim());
  if (!match) return { ok: false, rule: "a whole number with KiB, MiB or GiB, such as 64MiB" };
  return { ok: true, value: Number(match[1]) * (BYTES[match[2]?.toUpperCase() ?? "B"] ?? 1) };
}

/** "150000000", "150 000 000", "150 million", "1.5 billion". */
export function readFuel(text: string): Typed<bigint> {
  const match = /^(\d[\d\s,_]{0,30})(?:\.(\d{1,9}))?\s*(k|m|g|t|thousand|million|billion|trillion)?$/i.exec(
    text.trim(),
  );
  const times = TIMES[match?.[3]?.toLowerCase() ?? ""];
  if (!match || times === undefined) return { ok: false, rule: "a whole number above zero, such as 150 million" };
  const fraction = match[2] ?? "";
  const digits = BigInt((match[1] ?? "").replaceAll(/\D/g, "") + fraction) * times;
  const scale = 10n ** BigInt(fraction.length);
  if (digits % scale !== 0n || digits === 0n)
    return { ok: false, rule: "a whole number above zero, such as 150 million" };
  return { ok: true, value: digits / scale };
}

/** The shortest exact way to write bytes so that `readSize` reads them back. */
export function writeSize(bytes: number): string {
  for (const [unit, size] of [
    ["GiB", 1_024 ** 3],
    ["MiB", 1_024 ** 2],
    ["KiB", 1_024],
  ] as const) {
    if (bytes >= size && bytes % size === 0) return `${bytes / size}${unit}`;
  }
  return `${bytes}B`;
}

export function writeDuration(seconds: number): string {
  for (const [unit, size] of [
    ["d", 86_400],
    ["h", 3_600],
    ["min", 60],
  ] as const) {
    if (seconds >= size && seconds % size === 0) return `${seconds / size}${unit}`;
  }
  return `${seconds}s`;
}
