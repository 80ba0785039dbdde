import { crc32, deflateSync, type ZlibOptions } from "node:zlib";

export interface PngParts {
  width: number;
  height: number;
  colourType: number;
  bitDepth: number;
  interlace?: number;
  /** The sample at a place: a value below 2^bitDepth. */
  sample(x: number, y: number, channel: number): number;
  /** Palette, transparency and other chunks between header and data. */
  chunks?: readonly Uint8Array[];
  packing?: ZlibOptions;
  /** Into how many IDAT chunks the data is cut. */
  dataChunks?: number;
}

export const samplesOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Builds a PNG byte by byte, with the row filters 0 to 4 in turn. */
export function buildPng(parts: PngParts): Uint8Array {
  const packed = deflateSync(filteredRows(parts), parts.packing ?? {});
  const cut = Math.ceil(packed.length / (parts.dataChunks ?? 1));
  const data = Array.from({ length: parts.dataChunks ?? 1 }, (_, index) =>
    chunk("IDAT", packed.subarray(index * cut, (index + 1) * cut)),
  );
  return assemble([headerChunk(parts), ...(parts.chunks ?? []), ...data, chunk("IEND", new Uint8Array())]);
}

export function assemble(chunks: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...chunks]);
}

export function headerChunk({
  width,
  height,
  bitDepth,
  colourType,
  interlace = 0,
}: Omit<PngParts, "sample">): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([bitDepth, colourType, 0, 0, interlace], 8);
  return chunk("IHDR", header);
}

export function chunk(name: string, content: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const bytes = Buffer.alloc(body.length + 8);
  bytes.writeUInt32BE(content.length, 0);
  bytes.set(body, 4);
  bytes.writeUInt32BE(crc32(body), body.length + 4);
  return bytes;
}

/** Gives every whole chunk its right checksum again, so that a mutation reaches what lies behind the check. */
export function repairChecksums(png: Uint8Array): Uint8Array {
  const bytes = Buffer.from(png);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (at + 12 + length > bytes.length) break;
    bytes.writeUInt32BE(crc32(bytes.subarray(at + 4, at + 8 + length)), at + 8 + length);
    at += 12 + length;
  }
  return bytes;
}

function filteredRows(parts: PngParts): Uint8Array {
  const bits = (samplesOf[parts.colourType] as number) * parts.bitDepth;
  const distance = Math.max(1, bits >> 3);
  const rows = Array.from({ length: parts.height }, (_, y) => packedRow(parts, y));
  const filtered = rows.map((row, y) => {
    const above = rows[y - 1] ?? new Uint8Array(row.length);
    const filter = y % 5;
    const bytes = row.map(
      (value, at) => value - predicted(filter, row[at - distance] ?? 0, above[at] ?? 0, above[at - distance] ?? 0),
    );
    return Buffer.from([filter, ...bytes]);
  });
  return Buffer.concat(filtered);
}

function packedRow({ width, bitDepth, colourType, sample }: PngParts, y: number): Uint8Array {
  const channels = samplesOf[colourType] as number;
  const row = new Uint8Array(Math.ceil((width * channels * bitDepth) / 8));
  for (let index = 0; index < width * channels; index++) {
    const bit = index * bitDepth;
    const value = sample(Math.floor(index / channels), y, index % channels);
    row[bit >> 3] = (row[bit >> 3] as number) | (value << (8 - bitDepth - (bit & 7)));
  }
  return row;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  return [0, left, above, (left + above) >> 1, nearestOf(left + above - corner, [left, above, corner])][
    filter
  ] as number;
}

function nearestOf(target: number, candidates: readonly number[]): number {
  return candidates.reduce((best, value) => (Math.abs(value - target) < Math.abs(best - target) ? value : best));
}
