import type { SettlementKind } from "@computehive/protocol/indexer-api/execution";
import type { CheckName, CheckStatus, Verdict } from "../lib/receipts/check.ts";

interface CheckText {
  readonly title: string;
  /** What it means when this check passes; completes "Proves". */
  readonly proves: string;
  /** What it does not say even then. */
  readonly provesNot: string;
}

export const receiptTexts = {
  title: "Receipt",
  heading: (execution: string) => `Receipt ${execution}`,
  lead: "A statement of work done, signed by the node that did it. Everything on this page is checked by your browser: you need no wallet, and no trust in this site’s servers.",
  trailJob: "Job",
  print: "Print",
  share: "Copy link",

  unknown: {
    title: "No such execution",
    body: "No node ever claimed a job under this id at this market.",
    action: "See all jobs",
  },
  none: {
    title: "There is no receipt yet",
    body: "The node has not submitted a receipt for this execution. It appears here as soon as one is on the chain.",
    ended: "This execution ended without a receipt.",
    action: "See the job",
  },
  lost: {
    title: "The gateway does not have this receipt",
    body: "Only the receipt’s hash is on the chain; its words were with the node and the gateway. The gateway does not have them now. Whoever kept a copy can still prove it against this hash.",
  },
  other: {
    title: "The gateway shows another receipt",
    body: "What the gateway has does not match the hash on the chain. It is not shown here.",
  },
  onChain: {
    title: "What the chain knows",
    hash: "Receipt hash",
    units: "Units",
    submitted: "Submitted",
    settled: "Settled",
  },

  verdicts: {
    checking: { title: "Checking…", body: "Your browser asks the chain and recomputes the hashes." },
    verified: {
      title: "Verified, and run again with the same result",
      body: "Signatures, record and files agree, and the program gave the same outputs, exit code and fuel in this browser.",
    },
    "verified-but-execution": {
      title: "Signatures, record and files agree",
      body: "One step is left that only running the program again can take: whether the result is right.",
    },
    incomplete: {
      title: "Not everything could be checked",
      body: "What could be checked agrees. The steps below say what is missing, and why.",
    },
    failed: {
      title: "This receipt does not hold",
      body: "At least one check failed. The steps below say which, and what was found.",
    },
  } satisfies Record<Verdict, { title: string; body: string }>,
  notRepeatable:
    "The outcome is “out of time”: how far a program gets in its time depends on the machine, so nobody can confirm it by running it again.",

  document: {
    title: "The receipt",
    parties: "Who",
    node: "Node",
    provider: "Provider",
    payee: "Paid to",
    buyer: "Buyer",
    work: "What was done",
    outcome: "Outcome",
    fuel: "Fuel used",
    units: "Units",
    started: "Started",
    ended: "Ended",
    nodeClock: "by the node’s clock",
    duration: "Took",
    price: "What it costs",
    amount: "Amount",
    fixed: "Fixed price",
    perUnit: "Price",
    per: "per",
    unitsOf: { fuel: "fuel", seconds: "seconds", tokens: "tokens" },
    settlement: "Settlement",
    settlements: {
      "co-signed": "Settled: both sides agreed",
      silent: "Settled: nobody disputed in time",
      resolved: "Settled by the resolver’s verdict",
      split: "Split: the resolver did not decide in time",
      equivocation: "Refunded: the node signed another receipt, too",
    } satisfies Record<SettlementKind, string>,
    refundedSilent: "Refunded: silence, as the order says",
    refundedResolved: "Refunded: the resolver found against the node",
    pending: "Not settled yet",
    disputed: "Disputed; not settled yet",
    paid: "Paid to the provider",
    refunded: "Returned to the buyer",
    fingerprints: "What it is about, by hash",
    manifest: "Manifest",
    program: "Program",
    inputs: "Arguments and inputs",
    outputs: "Result",
    job: "Job",
    execution: "Execution",
    hash: "Receipt hash",
    signature: "Node’s signature",
    raw: "The whole receipt as JSON",
  },

  checks: {
    title: "Verification",
    again: "Check again",
    statuses: {
      waiting: "Waiting",
      running: "Checking",
      offered: "Not done yet",
      passed: "Passed",
      failed: "Failed",
      impossible: "Cannot be checked now",
      "not-needed": "Not needed",
    } satisfies Record<CheckStatus, string>,
    proves: "Proves",
    provesNot: "Does not prove",
    values: "Values compared",
    names: {
      signature: {
        title: "The node’s signature",
        proves: "The node’s key signed exactly this receipt.",
        provesNot: "That the work was done: a key can sign anything.",
      },
      cosignature: {
        title: "The buyer’s agreement",
        proves: "The buyer agreed to exactly this receipt.",
        provesNot: "That the buyer looked closely before agreeing.",
      },
      record: {
        title: "The record on the chain",
        proves: "The market holds this very receipt for this job, and says how the job stands.",
        provesNot: "That the result is right: an undisputed receipt is recorded unread.",
      },
      canonical: {
        title: "The block it stands in",
        proves: "The transaction succeeded, and its block is part of the chain as your RPC has it.",
        provesNot: "That the RPC is honest, or that young blocks can no longer be replaced.",
      },
      consistency: {
        title: "Receipt and order",
        proves: "Both name the same job, buyer, token and prices, and the amount is what the units come to.",
        provesNot: "That the units were really used.",
      },
      manifest: {
        title: "What was ordered",
        proves: "Manifest, program and inputs are the ones that the buyer ordered.",
        provesNot: "That they were run.",
      },
      inputs: {
        title: "Program and input files",
        proves: "The files downloaded now are, to the last bit, the ones that the manifest names.",
        provesNot: "That the node used them.",
      },
      result: {
        title: "The result document",
        proves: "This list of outputs is the one that the node signed.",
        provesNot: "That the program produces it.",
      },
      outputs: {
        title: "Output files",
        proves: "The files downloaded now are, to the last bit, the ones that the receipt names: they were delivered.",
        provesNot: "That the program produces them.",
      },
      execution: {
        title: "The execution, run again",
        proves: "The program gives the same outputs, outcome, exit code and fuel in this browser.",
        provesNot: "When and on which machine the node ran it.",
      },
    } satisfies Record<CheckName, CheckText>,
    large: (size: string) => `Download ${size} and check`,
    notNeeded: { cosignature: "This receipt was not settled by agreement, so no signature of the buyer is needed." },
  },

  rerun: {
    start: "Run it again in this browser",
    again: "Run it once more",
    cancel: "Cancel",
    cancelled: "Cancelled. Nothing was compared.",
    expect: (fuel: string | undefined) =>
      `${fuel === undefined ? "" : `The receipt counts ${fuel} fuel. `}The program runs in a thread of its own; you can go on reading, and stop it at any time.`,
    preparing: "Preparing: reading, checking and compiling the program…",
    fetching: (what: string) => (what ? `Fetching ${what}…` : "Fetching program and inputs…"),
    running: "Running the program again",
    of: (done: string, all: string, seconds: string) => `${done} of ${all} fuel, ${seconds}`,
    sofar: (done: string, seconds: string) => `about ${done} fuel so far, ${seconds}`,
    about: (done: string, all: string, seconds: string) =>
      `about ${done} of ${all} fuel (estimated from its speed), ${seconds}`,
    wrong: {
      title: "This browser got another result than the node claims",
      disputable:
        "The dispute window is still open. The buyer can dispute this receipt; the resolver will run the program too.",
      tooLate:
        "The dispute window is over, so nothing can be changed any more. Keep this page as evidence against the node.",
      disputed: "The receipt is disputed already. The resolver will run the program too.",
      action: "Dispute it on the job’s page",
    },
    impossible: "This says nothing about the receipt.",
  },

  contract: {
    title: "Ask the chain yourself",
    lead: "Any block explorer can answer without this site: open the contract, choose “Read contract”, and give this function these arguments.",
    contract: "Contract",
    function: "Function",
    arguments: "Arguments",
    argument: (name: string) => `Argument ${name}`,
    all: "all three arguments",
    open: "Open the contract in the explorer",
    openOwn: "Open with everything filled in",
    expect: "What it should answer",
    cast: "The same from a terminal, with Foundry’s cast",
    castWhat: "command",
    answers: {
      recorded: "recorded",
      state: "state",
      consistent: "consistent",
      amount: "amount",
      receiptHash: "receiptHash",
    },
  },
} as const;
