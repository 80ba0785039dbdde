import { formatBytes, groupDigits, shortNumber } from "./number-text.ts";

/** A count with its thousands apart. */
export function Count({ value }: { value: number | bigint }) {
  return <span className="whitespace-nowrap">{groupDigits(value.toString(), 0).text}</span>;
}

/** Fuel: `1.23 G`, with the exact count in the title. */
export function Fuel({ value, withUnit = true }: { value: bigint; withUnit?: boolean }) {
  return (
    <span className="whitespace-nowrap" title={`${groupDigits(value.toString(), 0).text} fuel`}>
      {shortNumber(value)}
      {withUnit && <span className="ml-1 text-muted">fuel</span>}
    </span>
  );
}

/** A size: `1.5 KiB`, with the exact count in the title. */
export function Bytes({ value }: { value: number }) {
  return (
    <span className="whitespace-nowrap" title={`${groupDigits(String(value), 0).text} bytes`}>
      {formatBytes(value)}
    </span>
  );
}
