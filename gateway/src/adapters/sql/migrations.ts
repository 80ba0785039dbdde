import { readdirSync, readFileSync } from "node:fs";
import { GatewayError } from "../../gateway-error.ts";

/** The statements of each migration, in order. Files are named `0001-what.sql`; one that was released is never edited. */
export function readMigrations(folder: URL): string[] {
  const names = readdirSync(folder).filter((name) => /^\d{4}-[a-z-]+\.sql$/.test(name));
  return names.toSorted().map((name) => readFileSync(new URL(name, folder), "utf8"));
}

export class SchemaTooNewError extends GatewayError {
  override readonly name = "SchemaTooNewError";
  constructor({ version, known }: { version: number; known: number }) {
    super("The store was written by a newer gateway.", {
      code: "unavailable",
      metaMessages: [`Version of the store:   ${version}`, `Version of the gateway: ${known}`],
    });
  }
}
