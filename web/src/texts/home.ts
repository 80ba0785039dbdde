export const homeTexts = {
  title: "Compute without a middleman, with a receipt for every unit",
  lead: "Post a WebAssembly job with a price limit. A node runs it, metered instruction by instruction, and signs what it did. Money moves by rules that both sides saw before, and anybody can run the work again.",
  doors: {
    buy: {
      title: "Buy compute",
      body: "Choose a program, see the most it can cost, sign once. You pay for proven work, not for time.",
      book: "See the order book",
      post: "Post a job",
    },
    provide: {
      title: "Provide compute",
      body: "Stake, register a node, name your price. Every refusal to pay has a deadline and a resolver.",
      action: "Start providing",
    },
  },
  figures: {
    title: "On this market",
    live: "Live jobs",
    settled: "Settled jobs",
    nodes: "Active nodes",
    offers: "Open offers",
    paid: "Paid to nodes",
    stake: "At stake",
    asOf: (block: number) => `As of block ${block.toLocaleString("en-GB")}`,
  },
  steps: {
    title: "What happens to a job",
    items: [
      {
        title: "Posted",
        body: "The market holds the most it can cost. The order names price, limits, deadlines and who decides a dispute.",
      },
      {
        title: "Claimed",
        body: "One node takes it and puts a part of its stake behind it. If it stays silent, it loses some and the job is open again.",
      },
      {
        title: "Run",
        body: "The program runs in a metered sandbox. The same input always uses the same fuel, on every machine.",
      },
      {
        title: "Signed",
        body: "The node signs a receipt: program, inputs, result, fuel, price. The chain keeps its hash.",
      },
      {
        title: "Settled",
        body: "Accept, stay silent or dispute. Each way ends by itself after a time that you agreed to.",
      },
    ],
  },
} as const;
