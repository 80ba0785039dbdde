import { join } from "node:path";

/** The repository. */
export const ROOT = join(import.meta.dirname, "../../..");

export const GATEWAY_PROGRAM = join(ROOT, "gateway/src/main.ts");
export const AGENT_PROGRAM = join(ROOT, "agent/src/main.ts");
