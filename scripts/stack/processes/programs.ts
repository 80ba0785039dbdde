import { join } from "node:path";

/** The repository. */
export const ROOT = join(import.meta.dirname, "../../..");

export const GATEWAY_PROGRAM = join(ROOT, "gateway/src/main.ts");
export const AGENT_PROGRAM = join(ROOT, "agent/src/main.ts");
export const INDEXER_PROGRAM = join(ROOT, "indexer/launcher/main.ts");
export const NEXT_PROGRAM = join(ROOT, "node_modules/next/dist/bin/next");
