import type { executeManifest } from "./meter.ts";

/** A browser may take so much longer than the node was allowed to. */
const PATIENCE = 4;

/** The meter is fetched when somebody wants to run something. */
export const executePatiently: typeof executeManifest = async (manifest, blobs, options) => {
  const { DEFAULT_TIMEOUT, executeManifest: execute } = await import("./meter.ts");
  const timeout = Math.max(DEFAULT_TIMEOUT, manifest.limits.wallSeconds * 1_000 * PATIENCE);
  return execute(manifest, blobs, { timeout, ...options });
};
