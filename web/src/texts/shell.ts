export const shellTexts = {
  name: "ComputeHive",
  description: "A marketplace for compute without a middleman: metered work, receipts anybody can verify.",
  skip: "Skip to content",
  navigation: "Main",
  menu: "Menu",
  closeMenu: "Close menu",
  /** In the order of the header. A route that does not exist yet is left out: nothing leads to a 404. */
  links: [
    { href: "/book", label: "Order book" },
    { href: "/jobs", label: "Jobs" },
    { href: "/provide", label: "Provide" },
    { href: "/explorer", label: "Explorer" },
  ],
  account: "Account",
  theme: { light: "Switch to light colours", dark: "Switch to dark colours" },
  footer: {
    promise: "Contracts without owner, pause or fee switch. What a receipt says, anybody can run again.",
    contracts: "Contracts",
  },
  wallet: {
    connect: "Connect wallet",
    menu: "Your wallet",
    title: "Connect a wallet",
    description: "Your wallet holds your keys. This page can ask it for signatures, never take them.",
    recent: "Recent",
    detected: "Detected",
    waiting: (name: string) => `Waiting for ${name}. Answer the question in its window.`,
    back: "Back to the list",
    again: "Try again",
    none: {
      title: "No wallet found in this browser",
      body: "Install a wallet extension that announces itself to pages (EIP-6963), then reload this page. Any Ethereum wallet will do; on a phone, open this page inside your wallet's own browser.",
    },
    reload: "Reload the page",
    devTitle: "Developer wallet",
    devNote:
      "A key made in this browser, for this local chain alone. It signs without asking. Never send it real money.",
    devBadge: "Dev only",
    account: "Account",
    connectedWith: (name: string) => `Connected with ${name}`,
    reconnecting: "Waiting for your wallet…",
    heldDollars: "Dollars in your wallet",
    heldCoin: "Coin in your wallet",
    copy: "address",
    viewAccount: "Your account",
    viewAddress: "View in explorer",
    disconnect: "Disconnect",
    wrongChain: "Wrong chain",
    getTestMoney: "Get test money",
  },
  testMoney: {
    title: "Get test money",
    failed: "Test money could not be had",
  },
  banners: {
    wrongChain: {
      title: (name: string) => `Your wallet is on another chain than ${name}.`,
      body: "You can look around, but nothing can be sent until the wallet is switched.",
      action: "Switch chain",
      help: "Add it by hand",
      helpTitle: "Add the chain to your wallet",
      helpBody:
        "If your wallet did not switch by itself, open its network settings, add a network with these values and choose it.",
      fields: { name: "Name", rpc: "RPC address", chainId: "Chain id", symbol: "Currency symbol" },
    },
    rpcDown: {
      title: "The chain's RPC does not answer.",
      body: "Nothing can be sent and amounts may be old. The page asks again every few seconds.",
    },
    indexerAway: {
      silent: {
        title: "The indexer does not answer.",
        body: "Lists, history and the order book are not available. What the chain alone can tell still works, and so do the explorer pages.",
      },
      "other-chain": {
        title: "The indexer follows another chain.",
        body: "What it shows would be of other contracts, so nothing of it is shown. Whoever runs this site must point it to this deployment.",
      },
      stuck: {
        title: "The indexer shows a history that the chain has left.",
        body: "The chain went back further than it can undo. Lists may be wrong until it is rebuilt.",
      },
    },
    indexerBehind: {
      title: (blocks: number) => `The indexer is ${blocks.toLocaleString("en-GB")} blocks behind the chain.`,
      body: "Lists and the order book show the past. They catch up by themselves.",
      reading: "The indexer is still reading the chain's history.",
    },
    gatewayDown: {
      title: "The gateway does not answer.",
      body: "Files cannot be uploaded or downloaded, and logs stand still. Your money does not depend on it.",
    },
    offline: {
      title: "Your device is offline.",
      body: "The page goes on as soon as the connection is back.",
    },
    lost: {
      title: "The live connection was lost.",
      body: "The page is trying to get it back. What you see may be a little old.",
    },
  },
  state: {
    label: "State of chain and indexer",
    block: "Block",
    chain: "Chain",
    indexer: "Indexer",
    gateway: "Gateway",
    words: {
      ok: "Up to date",
      live: "Live",
      asking: "Asking…",
      away: "Does not answer",
      behind: (blocks: number) => `${blocks} blocks behind`,
      reading: "Reading history",
      wrong: "Shows another chain",
    },
  },
  notFound: {
    title: "There is no such page",
    body: "The address may be mistyped, or what it named does not exist on this chain.",
    home: "To the start page",
  },
} as const;
