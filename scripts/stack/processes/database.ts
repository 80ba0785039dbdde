import type { StackPaths } from "../folder/paths.ts";
import type { ProcessPorts } from "./ready-process.ts";

/** Where indexer and gateway keep their tables: the database that is named in the environment, or one of a server of our own. */
export async function startDatabase(_paths: StackPaths, _ports: ProcessPorts): Promise<string> {
  const given = process.env["DATABASE_URL"];
  if (given) return given;
  throw new Error("No DATABASE_URL.");
}
