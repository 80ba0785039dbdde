/** What the exit code of `hive` says. Scripts rely on these numbers. */
export const EXIT_CODES = {
  ok: 0,
  /** Something failed that fits none of the below. */
  failed: 1,
  /** An argument, option, file, program or setting is wrong, or does not fit the job's state. Nothing was changed. */
  usage: 2,
  /** The question was answered with no: a receipt that does not verify, a result that was not delivered. */
  no: 3,
  /** The chain or the gateway cannot be reached. Trying again later may work. */
  unavailable: 4,
  /** A contract or the gateway said no. The step that it refused changed nothing. */
  refused: 5,
  /** Ended by Ctrl-C. */
  cancelled: 130,
} as const;

export type ExitReason = keyof typeof EXIT_CODES;
