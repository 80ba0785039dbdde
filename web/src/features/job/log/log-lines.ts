import type { LogStream } from "@computehive/protocol/api/execution";

export interface LogLine {
  /** Counts from 0 over both streams; lines keep it for ever. */
  readonly number: number;
  readonly stream: LogStream;
  readonly text: string;
}

/** Lines that are kept for the screen; the bytes are kept whole. */
export const MOST_LINES = 2_000;
/** A line that never ends is broken here. */
const LONGEST_LINE = 4_000;

/** Turns bytes of two streams into lines as they come. */
export interface LineCutter {
  push(stream: LogStream, bytes: Uint8Array): void;
  /** The newest lines, the unfinished last ones included; a new list after every change. */
  lines(): readonly LogLine[];
  /** Lines that are no longer among them. */
  dropped(): number;
}

export function createLineCutter(): LineCutter {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const rests = { stdout: "", stderr: "" };
  let whole: LogLine[] = [];
  let next = 0;
  let dropped = 0;

  const add = (stream: LogStream, text: string): void => {
    whole.push({ number: next++, stream, text: printable(text) });
  };

  return {
    push(stream, bytes) {
      const parts = (rests[stream] + decoders[stream].decode(bytes, { stream: true })).split("\n");
      let rest = parts.pop() ?? "";
      for (const part of parts) add(stream, part.replace(/\r$/, ""));
      while (rest.length > LONGEST_LINE) {
        add(stream, rest.slice(0, LONGEST_LINE));
        rest = rest.slice(LONGEST_LINE);
      }
      rests[stream] = rest;
      const surplus = whole.length - MOST_LINES;
      whole = surplus > 0 ? whole.slice(surplus) : [...whole];
      dropped += Math.max(0, surplus);
    },
    lines() {
      const unfinished = (["stdout", "stderr"] as const).filter((stream) => rests[stream] !== "");
      return [
        ...whole,
        ...unfinished.map((stream, i) => ({ number: next + i, stream, text: printable(rests[stream]) })),
      ];
    },
    dropped: () => dropped,
  };
}

/** How a terminal is told to colour, move and erase. */
const ESCAPE_SEQUENCE = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[ -/]*[@-~]`, "g");

/** Without the characters and sequences that terminals obey. A carriage return starts the line anew, as there. */
export function printable(text: string): string {
  const plain = text.replace(ESCAPE_SEQUENCE, "").replace(/\p{Cc}/gu, (c) => (c === "\r" || c === "\t" ? c : ""));
  return plain.slice(plain.lastIndexOf("\r") + 1);
}
