import { readFileSync } from "node:fs";

const LONGEST_LINE = 300;

/** The end of a log, for a person at the terminal. */
export function lastLines(file: string, count: number): string[] {
  try {
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    return lines.slice(-count).map((line) => line.slice(0, LONGEST_LINE));
  } catch {
    return [];
  }
}
