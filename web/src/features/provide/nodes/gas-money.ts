/** Below it agents raise an alarm: the default of their `funds.alarmBelow`. Wei. */
export const ALARM_BELOW = 20_000_000_000_000_000n;
/** Below it agents claim nothing new: the default of their `funds.claimAbove`. Wei. */
export const CLAIM_ABOVE = 5_000_000_000_000_000n;
/** What a top-up fills to: far enough above the alarm that it does not come again the same day. Wei. */
const FILL_TO = 100_000_000_000_000_000n;

/** enough; low: the agent complains; stopped: it takes no new work. */
export type GasLevel = "enough" | "low" | "stopped";

export interface GasMoney {
  readonly level: GasLevel;
  /** In wei. */
  readonly held: bigint;
  /** What to send; 0 where there is enough. */
  readonly topUp: bigint;
}

/**
 * How a node key stands for gas money.
 *
 * @param saysLow Whether the agent itself complains: its owner may have set other bounds than the defaults here.
 */
export function gasMoneyOf(held: bigint, { saysLow = false }: { saysLow?: boolean } = {}): GasMoney {
  const level = held < CLAIM_ABOVE ? "stopped" : held < ALARM_BELOW || saysLow ? "low" : "enough";
  const topUp = level === "enough" ? 0n : held < FILL_TO ? FILL_TO - held : FILL_TO;
  return { level, held, topUp };
}
