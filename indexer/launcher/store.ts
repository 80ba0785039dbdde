import type { Keepsake } from "../src/launcher-messages.ts";
import type { Chain } from "./chain.ts";

/** Where the tables are kept between two runs of Ponder. */
export interface Store {
  readonly kind: "pglite" | "postgres";
  /** Folder of the embedded database. */
  readonly folder?: string;
  readonly databaseUrl?: string;
  /** Nobody else may use the place from here on. @throws StoreInUseError where somebody does. */
  open(signal: AbortSignal): Promise<void>;
  /** Why what is kept must not be used, as a sentence; nothing where Ponder may go on with it. */
  fault(chain: Chain): Promise<string | undefined>;
  /** Whether anything is kept at all. */
  isEmpty(): Promise<boolean>;
  /** Deletes what is kept, of this and of earlier code. */
  clear(): Promise<void>;
  /** Called before each run of Ponder: from here on only a clean stop leaves something that can be trusted. */
  begin(): Promise<void>;
  /** Ponder stopped cleanly and had come so far. */
  stoppedCleanly(keepsake: Keepsake): Promise<void>;
  close(): Promise<void>;
}
