/** A person's account: money in the escrow, and what the gateway keeps for them. */
export const accountTexts = {
  title: "Account",
  lead: "Your money in the escrow. Only you can take it out, and only what you allow can be drawn.",
  nav: {
    label: "Account",
    money: "Money",
    notifications: "Notifications",
    manifests: "Saved manifests",
    access: "Sign-in and keys",
  },
  visitor: {
    title: "Connect a wallet to see your account",
    text: "Balances, deposits, who may draw, notifications, saved manifests and API keys are found here.",
    connect: "Connect wallet",
  },
} as const;
