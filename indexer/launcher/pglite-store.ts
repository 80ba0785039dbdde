import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { keepsakeSchema } from "../src/launcher-messages.ts";
import { waitUntilFree } from "./folder-lock.ts";
import { whyForeign } from "./kept.ts";
import { SCHEMA_PREFIX } from "./schema-name.ts";
import type { Store } from "./store.ts";
import { writeFileDurably } from "./write-file.ts";

const markerSchema = z.strictObject({ schema: z.string(), keepsake: keepsakeSchema });

/**
 * The embedded database. After anything but a clean stop it may count events twice, so it is used again only where a marker
 * says that the last stop was clean; the marker is gone while Ponder runs.
 */
export function createPgliteStore({ data, schema }: { data: string; schema: string }): Store & { folder: string } {
  const folder = join(data, schema);
  const markerFile = join(data, "clean-stop.json");

  const marker = () => {
    try {
      return markerSchema.parse(JSON.parse(readFileSync(markerFile, "utf8")));
    } catch {
      return undefined;
    }
  };

  return {
    kind: "pglite",
    folder,
    async open(signal) {
      mkdirSync(data, { recursive: true });
      await waitUntilFree(data, signal);
      for (const name of readdirSync(data)) {
        if (name.startsWith(SCHEMA_PREFIX) && name !== schema) rmSync(join(data, name), { recursive: true });
      }
    },
    async isEmpty() {
      return !existsSync(folder);
    },
    async fault(chain) {
      const clean = marker();
      if (clean?.schema !== schema) return "The last stop was not a clean one.";
      return whyForeign(clean.keepsake, chain);
    },
    async clear() {
      rmSync(markerFile, { force: true });
      rmSync(folder, { recursive: true, force: true });
    },
    async begin() {
      await waitUntilFree(data);
      rmSync(markerFile, { force: true });
    },
    async stoppedCleanly(keepsake) {
      // Ponder stops in the middle of a batch of history without leaving a trace of it.
      if (keepsake.ready) writeFileDurably(markerFile, JSON.stringify({ schema, keepsake }));
    },
    async close() {},
  };
}
