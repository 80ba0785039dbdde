/**
 * Writes decimal digits for people: thousands apart, at most `decimals` after the point, cut and not rounded. A positive
 * amount that would be cut to nothing is `<0.01`.
 */
export function groupDigits(exact: string, decimals: number): { text: string; isCut: boolean } {
  const [whole = "0", fraction = ""] = exact.replace("-", "").split(".");
  const sign = exact.startsWith("-") ? "−" : "";
  const shown = fraction.slice(0, decimals).replace(/0+$/, "");
  const isCut = shown !== fraction;
  if (isCut && whole === "0" && shown === "") return { text: `${sign}<${smallest(decimals)}`, isCut };
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  return { text: `${sign}${grouped}${shown ? `.${shown}` : ""}`, isCut };
}

function smallest(decimals: number): string {
  return decimals === 0 ? "1" : `0.${"0".repeat(decimals - 1)}1`;
}

const SCALES = [
  [10n ** 18n, "E"],
  [10n ** 15n, "P"],
  [10n ** 12n, "T"],
  [10n ** 9n, "G"],
  [10n ** 6n, "M"],
  [10n ** 3n, "k"],
] as const;

/** `1234567n` as `1.23 M`; below a thousand as it is. Cut, not rounded. */
export function shortNumber(value: bigint): string {
  for (const [size, letter] of SCALES) {
    if (value < size) continue;
    const hundredths = (value * 100n) / size;
    const fraction = (hundredths % 100n).toString().padStart(2, "0").replace(/0+$/, "");
    return `${hundredths / 100n}${fraction ? `.${fraction}` : ""} ${letter}`;
  }
  return value.toString();
}

const BYTE_UNITS = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** `1536` as `1.5 KiB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < BYTE_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${BYTE_UNITS[unit]}`;
}
