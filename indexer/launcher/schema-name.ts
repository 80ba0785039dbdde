import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { canonicalBytes } from "@computehive/protocol/canonical";
import type { Deployment } from "@computehive/protocol/contracts";
import type { Hex } from "viem";

export const SCHEMA_PREFIX = "computehive_";
/** Of the hash in the name; names may have 45 characters. */
const HASH_DIGITS = 24;

const INDEXER = join(import.meta.dirname, "..");
const PROTOCOL = join(INDEXER, "../packages/protocol/src");

export function deploymentHashOf(deployment: Deployment): Hex {
  return `0x${createHash("sha256").update(canonicalBytes(deployment)).digest("hex")}`;
}

/**
 * Name of the tables that this code makes of this deployment: other code, or another chain, never resumes them. What only
 * reads the tables (the HTTP API) is left out.
 */
export function schemaNameOf(deploymentHash: Hex, sources: readonly Source[] = tableSources()): string {
  const hash = createHash("sha256").update(deploymentHash);
  for (const { name, content } of sources) hash.update(`\0${name}\0${content.length}\0`).update(content);
  return `${SCHEMA_PREFIX}${hash.digest("hex").slice(0, HASH_DIGITS)}`;
}

export interface Source {
  readonly name: string;
  readonly content: Buffer;
}

/** Everything that decides what is in the tables, Ponder's own version included. */
function tableSources(): Source[] {
  const files = [
    join(INDEXER, "ponder.config.ts"),
    join(INDEXER, "ponder.schema.ts"),
    join(INDEXER, "package.json"),
    ...typescriptIn(join(INDEXER, "src")).filter((file) => !relative(INDEXER, file).startsWith(`src${sep}api${sep}`)),
    ...typescriptIn(PROTOCOL),
  ];
  return files
    .sort()
    .map((file) => ({ name: relative(INDEXER, file).split(sep).join("/"), content: readFileSync(file) }));
}

function typescriptIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name));
}
