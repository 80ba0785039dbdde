/** What the exit code of `hive` says. Scripts rely on these numbers. */
export const EXIT_CODES = {
  ok: 0,
  /** Something failed that fits none of the below. */
  failed: 1,
  /** An argument, option, file or setting is wrong. Nothing was changed. */
  usage: 2,
  /** The question was answered with no: a receipt that does not verify, a job that failed. */
  no: 3,
  /** The chain or the gateway cannot be reached. Trying again later may work. */
  unavailable: 4,
  /** A contract refused the transaction. Nothing was changed. */
  refused: 5,
  /** Ended by Ctrl-C. */
  cancelled: 130,
} as const;

export type ExitReason = keyof typeof EXIT_CODES;
