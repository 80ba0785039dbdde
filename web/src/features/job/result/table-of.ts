/** Rows and columns for the screen. */
export interface DataTable {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Rows and columns in all, the ones that are not shown included. */
  readonly rowCount: number;
  readonly columnCount: number;
}

export const MOST_ROWS = 200;
export const MOST_COLUMNS = 30;

/** A table from comma- or tab-separated text, its first line the header; nothing where it has only one column. */
export async function tableOfCsv(text: string): Promise<DataTable | undefined> {
  const { default: papa } = await import("papaparse");
  const { data } = papa.parse<string[]>(text, { skipEmptyLines: "greedy" });
  const [header, ...rows] = data;
  if (!header || header.length < 2) return undefined;
  return cut(header, rows);
}

/** A table from a JSON list of objects, or of one object a line; nothing where it is something else. */
export function tableOfJson(text: string): DataTable | undefined {
  const records = recordsOf(text);
  if (!records || records.length === 0) return undefined;
  const header = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return cut(
    header,
    records.map((record) => header.map((name) => cellOf(record[name]))),
  );
}

/** JSON with its own line for each member; as it is where it cannot be read. */
export function prettyJson(text: string): string {
  const parsed = parse(text);
  return parsed === undefined ? text : JSON.stringify(parsed, null, 2);
}

function cut(header: readonly string[], rows: readonly (readonly string[])[]): DataTable {
  return {
    header: header.slice(0, MOST_COLUMNS),
    rows: rows.slice(0, MOST_ROWS).map((row) => row.slice(0, MOST_COLUMNS)),
    rowCount: rows.length,
    columnCount: header.length,
  };
}

type JsonRecord = Readonly<Record<string, unknown>>;

function recordsOf(text: string): readonly JsonRecord[] | undefined {
  const whole = parse(text);
  const values = whole === undefined ? text.split("\n").filter(Boolean).map(parse) : whole;
  return Array.isArray(values) && values.every(isRecord) ? values : undefined;
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function cellOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
