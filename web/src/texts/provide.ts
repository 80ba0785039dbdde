import type { ProviderStepId, ProviderStepState } from "../features/provide/steps/provider-steps.ts";

/** The desk of a provider. */
export const provideTexts = {
  title: "Provide",
  lead: "Sell compute: put up a stake, let your machine claim jobs, and be paid for every receipt.",
  nav: {
    label: "Provider's desk",
    overview: "Overview",
    stake: "Stake",
    nodes: "Nodes",
    offers: "Offers",
    work: "Work",
    earnings: "Earnings",
  },
  visitor: {
    title: "Sell compute with the machine you have",
    lead: "Your agent takes jobs that suit it, runs them in a sandbox and is paid by contract. It dials out; nothing ever dials in.",
    connect: "Connect a wallet to begin",
    book: "See what the market pays",
  },
  steps: {
    title: "How you become a provider",
    done: "You can claim work",
    doneLead: "Stake, node, agent and offer are in place. Your agent claims what pays at least your price.",
    state: { done: "Done", current: "Next", later: "Later", unknown: "Not known" } satisfies Record<
      ProviderStepState,
      string
    >,
    of: {
      stake: {
        title: "Put up a stake",
        text: "Every claim commits a part of it while the job runs. It is yours: what no job commits can be taken out again.",
        action: "Stake",
      },
      node: {
        title: "Register your node",
        text: "Start the agent on your machine and enter the code that it shows. Its key signs that it belongs to you.",
        action: "Pair a node",
      },
      agent: {
        title: "Keep its agent running",
        text: "It sends a heartbeat every few seconds. Without one nobody knows that your machine is there.",
        action: "See your nodes",
      },
      offer: {
        title: "Post an offer",
        text: "Your standing price. Buyers take the cheapest, and your agent claims what pays at least as much.",
        action: "Post an offer",
      },
    } satisfies Record<ProviderStepId, { title: string; text: string; action: string }>,
  },
  install: {
    title: "Install and start an agent",
    lead: "On the machine that will work, from the root of this project's repository after npm install.",
    password: "Choose a password for the node key.",
    key: "Make a key for the node. It can neither spend your stake nor receive your earnings.",
    config: "Write down where chain and gateway are.",
    pair: "Ask for a pairing code, and enter it here. The agent then works by itself.",
    start: "Every later time:",
    more: "What an agent can be told stands in docs/operations/agent.md.",
    copy: "command",
  },
  overview: {
    stake: "Stake",
    free: (amount: string) => `${amount} free`,
    exposed: "exposed",
    earned: "Earned",
    settled: "Settled",
    settledNote: (failed: number) => (failed === 0 ? "none failed" : `${failed} failed or lost`),
    running: "Live jobs",
    nodes: "Nodes ready",
    live: "Work now",
    noLive: "No work at the moment",
    noLiveText: "What your nodes claim appears here at once.",
    profile: "Your public page",
  },
  alerts: {
    thawReady: "Your stake has thawed",
    thawReadyText: "It can be withdrawn into your account now.",
    withdraw: "Withdraw it",
    silent: "A node is silent",
    silentText:
      "Its agent sent no heartbeat lately, so it claims nothing: see whether it runs and reaches the gateway.",
    gas: "A node needs gas money",
    alarm: "A node reports a problem",
    stakeSpent: "All of your stake is committed",
    stakeSpentText: "New jobs cannot be claimed before open ones end. Add stake to take more at the same time.",
    look: "Look",
    gatewayAway: "The gateway does not answer, so nobody can say which agents are alive. They go on working.",
  },
} as const;
