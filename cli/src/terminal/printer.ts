import { toJson } from "./json.ts";
import { plainLines } from "./plain.ts";

/**
 * Where a command's words go: sentences and tables for people, or JSON for programs. In JSON mode every line on standard output
 * is one whole document, and nothing else is written there. For people, what could steer the terminal is made visible.
 */
export interface Printer {
  readonly json: boolean;
  /** The command's result. */
  result(value: unknown, text: string): void;
  /** Progress and remarks, on standard error. Silent in JSON mode. */
  note(text: string): void;
  /** A line that is replaced by the next one when standard error is a terminal. */
  progress(text: string): void;
  /** One line of a stream. */
  line(value: unknown, text: string): void;
  /** Bytes of a job's output: as they are into files and pipes, readable on a terminal. */
  raw(bytes: Uint8Array): void;
  error(error: FailureWords): void;
}

export interface FailureWords {
  /** A stable word for programs. */
  code: string;
  message: string;
  facts: readonly string[];
  hint?: string | undefined;
}

export type Output = NodeJS.WritableStream & { isTTY?: boolean };

export interface PrinterOptions {
  json: boolean;
  stdout: Output;
  stderr: Output;
}

export function createPrinter({ json, stdout, stderr }: PrinterOptions): Printer {
  let isProgressOpen = false;
  const endProgress = (): void => {
    if (isProgressOpen) stderr.write("\n");
    isProgressOpen = false;
  };
  const write = (value: unknown, text: string): void => {
    endProgress();
    stdout.write(`${json ? toJson(value) : plainLines(text)}\n`);
  };
  return {
    json,
    result: write,
    line: write,
    note(text) {
      endProgress();
      if (!json) stderr.write(`${plainLines(text)}\n`);
    },
    progress(text) {
      if (json || !stderr.isTTY) return;
      stderr.write(`\r\u001b[2K${plainLines(text)}`);
      isProgressOpen = true;
    },
    raw(bytes) {
      endProgress();
      stdout.write(stdout.isTTY ? plainLines(new TextDecoder().decode(bytes)) : bytes);
    },
    error(words) {
      endProgress();
      if (json) stdout.write(`${toJson({ error: words })}\n`);
      else stderr.write(`${plainLines(sentenceOf(words))}\n`);
    },
  };
}

function sentenceOf({ message, facts, hint }: FailureWords): string {
  return [`hive: ${message}`, ...facts.map((fact) => `  ${fact}`), ...(hint ? [hint] : [])].join("\n");
}
