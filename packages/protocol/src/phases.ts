/** Steps of an execution as its agent reports them, in the order in which they can happen. */
export const PHASES = [
  "claimed",
  "fetching",
  "fetched",
  "running",
  "stored",
  "signed",
  "uploaded",
  "submitted",
  "settled",
  "declined",
  "failed",
] as const;

export type Phase = (typeof PHASES)[number];

/** What a phase means, for people. */
export const PHASE_SENTENCES = {
  claimed: "The node has the job; nothing has started yet.",
  fetching: "The node downloads the program and its inputs.",
  fetched: "Program and inputs are there and match their CIDs.",
  running: "The program runs.",
  stored: "The program has ended; its result is stored on the node.",
  signed: "The node has signed the receipt.",
  uploaded: "The result can be downloaded.",
  submitted: "The receipt is on the chain; the dispute window runs.",
  settled: "The job is paid, refunded or closed.",
  declined: "The node gave the job back; another one may claim it.",
  failed: "The node gave up; the job expires and is open again, or refunded.",
} as const satisfies Record<Phase, string>;

/** Phases after which the agent reports nothing more of this execution. */
export function isFinalPhase(phase: Phase): boolean {
  return phase === "settled" || phase === "declined" || phase === "failed";
}

/** Why something happened, or did not. One closed list, so that programs can act on it. */
export const REASON_SENTENCES = {
  "input-unavailable": "A program or input could not be downloaded in time.",
  "input-mismatch": "A downloaded blob does not match its CID or the size that the manifest states.",
  "manifest-invalid": "The manifest breaks a rule of its schema.",
  "manifest-unavailable": "The manifest could not be downloaded.",
  "program-refused": "The program is not one that ComputeHive runs: malformed, too large, or not deterministic.",
  "limits-too-high": "The manifest's limits are above what this node offers.",
  unprofitable: "The order pays less than this node asks.",
  "no-capacity": "All slots or the memory of this node are in use.",
  "resource-class-mismatch": "The order asks for another resource class.",
  "region-mismatch": "The manifest asks for another region.",
  "policy-unknown": "The order names an attestation policy that this node does not meet.",
  "stake-too-low": "The provider's free stake does not cover the exposure.",
  "bond-too-low": "A dispute would cost the buyer less than the resolver's fee.",
  "exposure-too-high": "The order asks for more exposure than this node commits to one job.",
  "resolver-unknown": "The order names a resolver that this node does not accept.",
  "no-verdict":
    "A dispute could end without a verdict: exposure or time do not suffice, or the jury has too few seats.",
  "window-too-long": "The dispute window is longer than this node accepts.",
  "silence-refunds": "The order refunds on silence, which this node does not accept.",
  "time-too-short": "Too little time is left to run the job and submit its receipt.",
  "exclusive-to-another": "The job is reserved for another node for now.",
  "not-funded": "The buyer's signature brings no money: it was cancelled, used, or is not covered any more.",
  "claimed-by-another": "Another node was faster.",
  "cancelled-by-buyer": "The buyer cancelled the job.",
  "token-unknown": "The order pays in a token that this node does not accept.",
  "gas-money-low": "The node key holds too little of the chain's coin for its transactions.",
  "host-fault": "The machine failed while the program ran; this is never a result of the program.",
  "out-of-disk": "The node's disk is full.",
  draining: "The node finishes what it has and takes nothing new.",
  paused: "The node is paused by its provider.",
  restarted: "The agent was restarted and went on from its ledger.",
  "chain-reorganised": "The chain went back; the step is done again.",
  "chain-unreachable": "The chain's RPC does not answer.",
  "gateway-unreachable": "The gateway does not answer.",
  "upload-failed": "The result could not be uploaded.",
  "submit-too-late": "The time to submit was over before the receipt reached the chain.",
  expired: "The node stayed silent; its execution expired.",
  lapsed: "Nobody claimed the job in time.",
  "paid-by-silence": "The buyer said nothing in the window, and the order pays then.",
  "paid-by-agreement": "Both sides signed the receipt.",
  "refunded-by-silence": "The buyer said nothing in the window, and the order refunds then.",
  disputed: "The buyer contests the receipt.",
  "verdict-upheld": "The resolver found the receipt right.",
  "verdict-wrong": "The resolver found the result wrong.",
  "verdict-not-delivered": "The resolver found that the result was not delivered.",
  "signed-twice": "The node signed two different receipts for one execution and lost its exposure.",
  "resolver-silent": "The resolver did not decide in time; the amount was split as the order says.",
  "unknown-fault": "Something failed that the agent has no word for; its log says more.",
} as const satisfies Record<string, string>;

export type Reason = keyof typeof REASON_SENTENCES;

export const REASONS = Object.keys(REASON_SENTENCES) as Reason[];
