import { z } from "zod";

const address = z.custom<`0x${string}`>((value) => typeof value === "string" && /^0x[0-9a-fA-F]{40}$/.test(value), {
  message: "must be an address (0x and 40 hex digits)",
});

/** A process of the running stack. `log` is the file that holds what it wrote. */
const runningProcess = z.object({ pid: z.int().positive(), log: z.string() });

/**
 * What `npm start` writes to `.hive/stack.json` for people and programs: which processes run, where they listen, and which
 * demo accounts exist. Paths are absolute. Gone when the stack has stopped cleanly.
 */
export const stackFileSchema = z.object({
  version: z.literal(1),
  startedAt: z.iso.datetime(),
  /** The process that supervises all others; Ctrl-C or SIGTERM to it stops the stack. */
  supervisor: runningProcess,
  chain: runningProcess.extend({
    id: z.int().positive(),
    rpcUrl: z.url(),
    genesisHash: z.string(),
    /** Greatest number of seconds that a kill of the chain's process can lose. */
    canLoseSeconds: z.number(),
  }),
  gateway: runningProcess.extend({ url: z.url() }),
  /** Not there where the stack was started without it. */
  indexer: runningProcess.extend({ url: z.url(), database: z.enum(["pglite", "postgres"]) }).optional(),
  web: runningProcess.extend({ url: z.url() }).optional(),
  agents: z.array(
    runningProcess.extend({
      name: z.string(),
      provider: address,
      node: address,
      healthUrl: z.url(),
      config: z.string(),
    }),
  ),
  /** File with the deployment: chain id, addresses, parameters. */
  deployment: z.string(),
  /** Demo accounts of the local chain. Their keys are known to everybody: never use them elsewhere. */
  accounts: z.record(z.string(), z.object({ address, keystore: z.string() })),
  /** File with the password of the demo accounts' keystores. */
  passwordFile: z.string(),
});

export type StackFile = z.infer<typeof stackFileSchema>;
