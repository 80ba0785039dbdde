import type { Context } from "ponder:registry";

/** Ponder's store, in which handlers read and write. */
export type Db = Context["db"];
