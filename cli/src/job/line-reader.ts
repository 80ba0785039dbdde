/** Turns bytes that come in pieces into whole lines. */
export interface LineReader {
  /** The lines that these bytes complete. */
  take(bytes: Uint8Array): string[];
  /** What is left when nothing more comes: at most one line. */
  rest(): string[];
}

/** A program that never ends its line must not fill the memory: a line is cut here, characters. */
const LONGEST_LINE = 4_096;

export function lineReader(): LineReader {
  const decoder = new TextDecoder();
  let held = "";
  const complete = (text: string): string[] => {
    const lines = (held + text).split("\n");
    held = lines.pop() ?? "";
    while (held.length > LONGEST_LINE) {
      lines.push(held.slice(0, LONGEST_LINE));
      held = held.slice(LONGEST_LINE);
    }
    return lines.map((line) => line.replace(/\r$/, ""));
  };
  return {
    take: (bytes) => complete(decoder.decode(bytes, { stream: true })),
    rest() {
      const lines = complete(decoder.decode());
      const last = held;
      held = "";
      return last === "" ? lines : [...lines, last];
    },
  };
}
