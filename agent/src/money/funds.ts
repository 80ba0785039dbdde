/** The node key's own gas money, in wei. */
export interface FundsPolicy {
  /** Below this the agent raises an alarm. */
  alarmBelow: bigint;
  /** Below this it claims nothing new; what it has begun it finishes. */
  claimAbove: bigint;
}

export const FUNDS_LEVELS = ["enough", "alarm", "stop"] as const;
export type FundsLevel = (typeof FUNDS_LEVELS)[number];

export function fundsLevel(balance: bigint, { alarmBelow, claimAbove }: FundsPolicy): FundsLevel {
  if (balance < claimAbove) return "stop";
  return balance < alarmBelow ? "alarm" : "enough";
}
