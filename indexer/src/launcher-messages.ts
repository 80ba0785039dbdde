import { z } from "zod";

/** What the launcher tells a running Ponder, over the channel between the two processes. */
export const launcherMessageSchema = z.discriminatedUnion("event", [
  z.strictObject({
    event: z.literal("reorg"),
    /** The last block that both histories share: the tables hold nothing of a later one now. */
    lastKeptBlock: z.int().min(0),
    reorgs: z.strictObject({ count: z.int(), lastDepth: z.int(), lastAt: z.int() }),
  }),
  /** The first block after a reorganisation is in the tables. */
  z.strictObject({ event: z.literal("indexed"), block: z.int().min(0) }),
]);

export type LauncherMessage = z.output<typeof launcherMessageSchema>;

/** What the launcher asks of a running Ponder at `KEEPSAKE_PATH`: by what the kept tables can be told from another chain's. */
export const keepsakeSchema = z.strictObject({
  ready: z.boolean(),
  /** The newest block that will not be undone; nothing kept is older than the deployment. */
  finalizedBlock: z.int().min(0),
  /** Blocks whose hashes are known: the newest with an event that will not be undone, and the newest that was fetched. */
  blocks: z.array(z.strictObject({ number: z.int().min(0), hash: z.string() })),
});

export type Keepsake = z.output<typeof keepsakeSchema>;

export const KEEPSAKE_PATH = "/internal/keepsake";
