/** Signing in with Ethereum. */
export const sessionTexts = {
  signIn: "Sign in with Ethereum",
  signInAs: "Sign in with this account",
  connect: "Connect a wallet",
  signOut: "Sign out",
  signOutHere: "Sign out here",
  signOutEverywhere: "Sign out everywhere",
  phases: {
    asking: "Asking the gateway…",
    signing: "Confirm in your wallet…",
  },
  free: "One signature. It costs nothing and moves nothing.",
  contractAccount:
    "Your account is a contract (a smart wallet): the gateway asks it by EIP-1271 whether it signed. It must be deployed on this chain, and its owners must have signed this very message.",
  needed: {
    title: "Sign in to go on",
    connectTitle: "Connect a wallet to go on",
  },
  mismatch: {
    title: "Your wallet shows another account",
    before: "You are signed in as",
    between: "but your wallet is on",
    after: "Nothing of the two is mixed. Choose one.",
    asWallet: "Sign in as the wallet's account",
    switchBack: "Or switch the account in your wallet back.",
  },
  away: "The gateway does not say who is signed in",
  checking: "Looking who is signed in…",
} as const;
