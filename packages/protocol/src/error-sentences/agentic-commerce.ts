import type { agenticCommerceAbi } from "../generated/agentic-commerce-abi.ts";
import type { windowEvaluatorAbi } from "../generated/window-evaluator-abi.ts";
import type { ErrorSentences } from "./sentence.ts";

/** By their number, as ERC-8183 counts them. */
const STATUSES = ["open", "funded", "submitted", "completed", "rejected", "expired"];

export const agenticCommerceSentences = {
  AgenticCommerce_BudgetInvalid: ([amount]) =>
    `A budget of ${amount} cannot be: it is more than nothing and below 2^96. Set another one.`,
  AgenticCommerce_Expired: ([jobId, expiredAt], { time }) =>
    `Job ${jobId} expired at ${time(expiredAt)}: it can only be ended now.`,
  AgenticCommerce_ExpiryOutOfRange: ([earliest, latest, given], { time }) =>
    `The job would expire at ${time(given)}: choose a time from ${time(earliest)} to ${time(latest)}.`,
  AgenticCommerce_HookUnsupported: ([hook]) => `This contract calls no hooks, so not ${hook}: name none.`,
  AgenticCommerce_JobUnknown: ([jobId]) => `There is no job ${jobId}: look at the newest number.`,
  AgenticCommerce_NotAllowed: ([jobId, caller]) => `This step of job ${jobId} is not for ${caller}: use the right key.`,
  AgenticCommerce_NotExpired: ([jobId, until], { time }) =>
    `Job ${jobId} can be ended by anybody from ${time(until)} on: wait until then.`,
  AgenticCommerce_ProviderMissing: ([jobId]) => `Job ${jobId} has no provider: name one before you fund it.`,
  AgenticCommerce_ProviderSet: ([jobId]) => `Job ${jobId} has its provider already: create another job.`,
  AgenticCommerce_RolesClash: ([account]) =>
    `${account} cannot have this role: a provider is neither client nor evaluator, and nobody is the contract.`,
  AgenticCommerce_WrongBudget: ([jobId, expected, given]) =>
    `The price of job ${jobId} is ${expected}, not ${given}: agree to it before you fund.`,
  AgenticCommerce_WrongStatus: ([jobId, status]) =>
    `Job ${jobId} is ${STATUSES[status] ?? "in an unknown status"}: this step does not lead on from there.`,
  AgenticCommerce_WrongToken: ([jobId, expected, given]) =>
    `Job ${jobId} is paid in ${expected}, not in ${given}: agree to it before you fund.`,
  AgenticCommerce_ZeroAddress: () => "An address is missing: put it in.",
} satisfies ErrorSentences<typeof agenticCommerceAbi>;

export const windowEvaluatorSentences = {
  WindowEvaluator_NotArbiter: ([expected, given]) => `Only the arbiter ${expected} rules on this, not ${given}.`,
  WindowEvaluator_NotClient: ([expected, given]) => `Only the job's client ${expected} may do this, not ${given}.`,
  WindowEvaluator_NotObjected: ([jobId]) => `Nobody objected to job ${jobId}: there is nothing to rule on.`,
  WindowEvaluator_NotSubmitted: ([jobId]) => `Job ${jobId} waits for no evaluation: nothing is submitted, or it ended.`,
  WindowEvaluator_Objected: ([jobId]) => `The client objected to job ${jobId}: its arbiter decides.`,
  WindowEvaluator_ParameterInvalid: () =>
    "The evaluator needs an arbiter, and a window of at most half of the grace period.",
  WindowEvaluator_WindowOpen: ([jobId, until], { time }) =>
    `The client of job ${jobId} may object until ${time(until)}: finish it after that.`,
  WindowEvaluator_WindowOver: ([jobId, until], { time }) =>
    `The time to object to job ${jobId} ended at ${time(until)}: anybody may pay it now.`,
} satisfies ErrorSentences<typeof windowEvaluatorAbi>;
