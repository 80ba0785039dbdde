/** The banner of an account that holds none of the chain's coin. */
export const noCoinTexts = {
  title: (symbol: string) => `Your account has no ${symbol} for transactions.`,
  body: (symbol: string) =>
    `Every transaction costs a little ${symbol}. Send some to your account before you post, stake or withdraw.`,
  bodyLocal: "On this local chain it can be had for nothing.",
  bodyCarried: "To buy you only sign, and the gateway sends. Deposits, stakes and nodes need some.",
} as const;
