import type { replicaArbiterAbi } from "../generated/replica-arbiter-abi.ts";
import type { ErrorSentences } from "./sentence.ts";

export const replicaArbiterSentences = {
  ReplicaArbiter_NotArbiter: ([expected, given]) =>
    `Only the arbiter ${expected} decides here, not ${given}: use the arbiter's key.`,
  ReplicaArbiter_ReasonTooLong: ([length]) =>
    `The reason has ${length} bytes and may have 512: say it shorter, or name a URL.`,
} satisfies ErrorSentences<typeof replicaArbiterAbi>;
