/** A file to pack. */
export interface ZipEntry {
  /** Relative, with "/" between folders. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_HEADER = 0x06054b50;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const VERSION = 20;
/** 1980-01-01, the format's zero: the same files give the same archive. */
const DATE = 0x21;

/**
 * A ZIP archive without compression (APPNOTE 6.3.10, the parts of 1993). Below 4 GiB and 65,536 files, which results are.
 */
export function zipOf(entries: readonly ZipEntry[]): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const central: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { path, bytes } of entries) {
    const name = new TextEncoder().encode(path);
    const facts = { name, size: bytes.length, crc: crc32(bytes) };
    const local = localHeader(facts);
    parts.push(local, bytes as Uint8Array<ArrayBuffer>);
    central.push(centralHeader(facts, offset));
    offset += local.length + bytes.length;
  }
  const length = central.reduce((sum, part) => sum + part.length, 0);
  return new Blob([...parts, ...central, endHeader(entries.length, length, offset)], { type: "application/zip" });
}

interface Facts {
  readonly name: Uint8Array;
  readonly size: number;
  readonly crc: number;
}

/** Writes fields of 2 and 4 bytes, least significant first, and the name behind them. */
function record(fields: readonly (readonly [bytes: 2 | 4, value: number])[], name = new Uint8Array()) {
  const length = fields.reduce((sum, [bytes]) => sum + bytes, 0);
  const out = new Uint8Array(length + name.length);
  const view = new DataView(out.buffer);
  let at = 0;
  for (const [bytes, value] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  out.set(name, length);
  return out;
}

function common({ name, size, crc }: Facts) {
  return [
    [2, VERSION],
    [2, FLAGS],
    [2, 0],
    [2, 0],
    [2, DATE],
    [4, crc],
    [4, size],
    [4, size],
    [2, name.length],
    [2, 0],
  ] as const;
}

function localHeader(facts: Facts) {
  return record([[4, LOCAL_HEADER], ...common(facts)], facts.name as Uint8Array<ArrayBuffer>);
}

function centralHeader(facts: Facts, offset: number) {
  const fields = [
    [4, CENTRAL_HEADER],
    [2, VERSION],
    ...common(facts),
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0],
    [4, offset],
  ] as const;
  return record(fields, facts.name as Uint8Array<ArrayBuffer>);
}

function endHeader(count: number, length: number, offset: number) {
  return record([
    [4, END_HEADER],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, length],
    [4, offset],
    [2, 0],
  ]);
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 as ZIP has it (ISO 3309). */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (TABLE[(crc ^ byte) & 0xff] as number);
  return (crc ^ 0xffffffff) >>> 0;
}
