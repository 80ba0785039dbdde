export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = Readonly<Record<string, unknown>>;

/** One connection, inside a transaction or not. Statements are those that SQLite and PostgreSQL share; parameters are `$1`, `$2` … */
export interface Sql {
  all(text: string, ...values: readonly SqlValue[]): Promise<SqlRow[]>;
  get(text: string, ...values: readonly SqlValue[]): Promise<SqlRow | undefined>;
  /** @returns how many rows were changed. */
  run(text: string, ...values: readonly SqlValue[]): Promise<number>;
}

export interface SqlDatabase {
  /**
   * Runs `work` as if nothing else happened meanwhile; a throw undoes everything. `work` may be called again where the engine
   * asks for it, so it touches nothing but `sql`.
   */
  transaction<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** For statements that change nothing; they all see the same state. */
  read<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
}

/** A column that is null for what is absent. */
export function optionalNumber(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}

export function optionalText(value: unknown): string | undefined {
  return value === null || value === undefined ? undefined : String(value);
}
