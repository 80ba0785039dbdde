/** What an account without the chain's coin is told before it takes a step. */
export const carriedTexts = {
  note: "Your account holds none of the chain’s coin. You only sign: the gateway sends the transaction and pays for it.",
  fee: "For a withdrawal it takes, beside the amount,",
} as const;
