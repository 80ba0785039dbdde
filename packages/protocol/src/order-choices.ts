/** By the number in `JobOrder.onSilence`. */
export const ON_SILENCE = ["pay", "refund"] as const;
/** By the number in `JobOrder.funding`. */
export const FUNDINGS = ["account", "authorization", "permit2"] as const;
