/** Where a command's words go: tables and sentences for people, or one JSON document for programs. */
export interface Printer {
  /** True when the caller asked for JSON: then only `result` and `error` write to standard output. */
  readonly json: boolean;
  /** The command's result. In JSON mode `value` is written, with bigints as decimal strings; else `text`. */
  result(value: unknown, text: string): void;
  /** Progress and remarks, on standard error. Silent in JSON mode. */
  note(text: string): void;
  /** A line that is replaced by the next one when standard error is a terminal. */
  progress(text: string): void;
  /** One line of a stream. In JSON mode one JSON document a line. */
  line(value: unknown, text: string): void;
  /** Bytes of a job's output, as they are. */
  raw(bytes: Uint8Array): void;
  error(error: { code: string; message: string; facts: readonly string[]; hint?: string | undefined }): void;
}

export interface PrinterOptions {
  json: boolean;
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
}

export function createPrinter({ json, stdout, stderr }: PrinterOptions): Printer {
  let open = false;
  const endProgress = (): void => {
    if (open) stderr.write("\n");
    open = false;
  };
  return {
    json,
    result(value, text) {
      endProgress();
      stdout.write(json ? `${toJson(value, 2)}\n` : `${text}\n`);
    },
    note(text) {
      endProgress();
      if (!json) stderr.write(`${text}\n`);
    },
    progress(text) {
      if (json || !stderr.isTTY) return;
      stderr.write(`\r\u001b[2K${text}`);
      open = true;
    },
    line(value, text) {
      endProgress();
      stdout.write(json ? `${toJson(value)}\n` : `${text}\n`);
    },
    raw(bytes) {
      endProgress();
      stdout.write(bytes);
    },
    error({ code, message, facts, hint }) {
      endProgress();
      if (json) stdout.write(`${toJson({ error: { code, message, facts, hint } }, 2)}\n`);
      else stderr.write([`hive: ${message}`, ...facts.map((fact) => `  ${fact}`), ...(hint ? [hint] : []), ""].join("\n"));
    },
  };
}

export function toJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? item.toString() : item), indent);
}

/** Columns as wide as their widest cell; the last one unpadded. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const format = (row: readonly string[]): string =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join("  ");
  return [header, ...rows].map(format).join("\n");
}

/** "name  value" lines, names as wide as the widest. */
export function facts(entries: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...entries.map(([name]) => name.length));
  return entries.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join("\n");
}
