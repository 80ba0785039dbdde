export const amountFieldTexts = {
  all: "All:",
  invalid: (decimals: number) => `Digits, with a point before at most ${decimals} decimals, such as 12.5.`,
  zero: "More than zero.",
  tooMuch: "More than there is.",
} as const;
