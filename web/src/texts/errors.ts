import type { WalletRefusal } from "../lib/errors/wallet-refusal.ts";

interface ErrorText {
  readonly what: string;
  readonly advice: string;
}

/** Plain words for what wallets, networks and servers say in codes. */
export const errorTexts = {
  wallet: {
    rejected: {
      what: "You declined this in your wallet. Nothing was sent and nothing was paid.",
      advice: "Start it again whenever you like.",
    },
    "already-asked": {
      what: "Your wallet already shows a request of this page.",
      advice: "Open your wallet, answer the request there, then try again.",
    },
    unauthorized: {
      what: "Your wallet does not let this page use the account.",
      advice: "Connect again and allow this account.",
    },
    unsupported: {
      what: "Your wallet cannot do this.",
      advice: "Use another wallet for this step.",
    },
    disconnected: {
      what: "Your wallet is not connected to this page any more.",
      advice: "Connect it again.",
    },
    "chain-unknown": {
      what: "Your wallet does not know this chain.",
      advice: "Add the chain to your wallet, then try again.",
    },
    "wrong-chain": {
      what: "Your wallet is on another chain than this market.",
      advice: "Switch the chain in your wallet, then try again.",
    },
  } satisfies Record<WalletRefusal, ErrorText>,
  noCoin: {
    what: "Your account holds too little of the chain's coin to pay for the transaction.",
    advice: "Send it some coin, then try again.",
  },
  staleNonce: {
    what: "Your wallet used a transaction number that is already taken.",
    advice: "Wait for the pending transaction in your wallet, then try again.",
  },
  rpcAway: {
    what: "The chain's RPC does not answer.",
    advice: "Check your connection. The page asks again by itself.",
  },
  service: {
    indexer: {
      what: "The indexer does not answer, so lists and history cannot be shown.",
      advice: "The page asks again by itself. What the chain alone can tell still works.",
    },
    gateway: {
      what: "The gateway does not answer, so files, logs and your session are not available.",
      advice: "The page asks again by itself. Your money does not depend on it.",
    },
  },
  unknown: {
    what: "Something failed that this page has no word for.",
    advice: "Try again. The details below say what was reported.",
  },
  crashed: {
    what: "This page failed to draw.",
    advice: "Try again; if it stays so, reload. Nothing on the chain depends on it.",
  },
} as const;
