import { createReadStream } from "node:fs";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x7b, 0x5b]);
const CLOSING = new Set([0x7d, 0x5d]);

/**
 * Whether the file holds one whole JSON object, without reading it into memory: a write that was cut off leaves brackets
 * or a string open, and lost disk pages leave zero bytes. That the values make sense is for the reader to find out.
 */
export async function isCompleteJson(file: string): Promise<boolean> {
  const scan = { depth: 0, started: false, inString: false, escaped: false };
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
    if ((chunk as Buffer).includes(0) || !scanChunk(chunk as Buffer, scan)) return false;
  }
  return scan.started && scan.depth === 0 && !scan.inString;
}

type Scan = { depth: number; started: boolean; inString: boolean; escaped: boolean };

/** False as soon as something follows the end of the outermost object. */
function scanChunk(chunk: Buffer, scan: Scan): boolean {
  for (let at = 0; at < chunk.length; at++) {
    if (scan.inString) at = skipString(chunk, at, scan);
    else if (!scanStructure(chunk[at] as number, scan)) return false;
  }
  return true;
}

/** Moves to the string's closing quote, or to the end of the chunk. States are mostly long strings: `indexOf` skips fast. */
function skipString(chunk: Buffer, from: number, scan: Scan): number {
  const quote = chunk.indexOf(QUOTE, from);
  const end = quote === -1 ? chunk.length : quote;
  let backslashes = 0;
  while (end - 1 - backslashes >= from && chunk[end - 1 - backslashes] === BACKSLASH) backslashes++;
  const reachesStart = end - backslashes === from;
  const odd = (backslashes + (reachesStart && scan.escaped ? 1 : 0)) % 2 === 1;
  scan.escaped = odd && quote === -1;
  if (quote !== -1 && !odd) scan.inString = false;
  return end;
}

function scanStructure(byte: number, scan: Scan): boolean {
  if (byte <= 0x20) return true;
  if (scan.started && scan.depth === 0) return false;
  if (byte === QUOTE) scan.inString = true;
  else if (OPENING.has(byte)) scan.depth++;
  else if (CLOSING.has(byte)) scan.depth--;
  scan.started = true;
  return scan.depth > 0 || CLOSING.has(byte);
}
