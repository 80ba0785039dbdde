import type { Deployment } from "@computehive/protocol/contracts";
import { roundDurationOf } from "@computehive/protocol/jury-case";
import type { AgentConfig } from "../config/config.ts";
import type { ScreenRules } from "./screen.ts";
import type { JuryRules } from "./screen-jury.ts";

/** A panel that does not agree is silent sooner than a person who is paid for answering. */
const JURY_TIMEOUT_SPLIT = 5_000;

/** What the configuration means for screening, on this deployment. */
export function screenRules({ accept, limits }: AgentConfig, deployment: Deployment): ScreenRules {
  const { contracts, parameters } = deployment;
  const own = [contracts.arbiter, ...(contracts.jury ? [contracts.jury] : [])];
  return {
    ...accept,
    region: accept.region,
    token: contracts.token,
    minimumBond: accept.minimumBond ?? BigInt(parameters.arbiterFee),
    timeoutSplit: accept.timeoutSplit ?? 0,
    resolvers: accept.resolvers.length > 0 ? accept.resolvers : own,
    jury: juryRules(accept, deployment),
    minimumWindow: parameters.minimumWindow,
    limits: {
      memoryBytes: limits.memoryBytes,
      wallSeconds: limits.wallSeconds,
      outputBytes: limits.outputBytes,
      inputBytes: limits.inputBytes,
      fuel: limits.fuel,
    },
  };
}

function juryRules(accept: AgentConfig["accept"], { contracts, parameters }: Deployment): JuryRules | undefined {
  const { jury } = parameters;
  if (!contracts.jury || !jury) return undefined;
  const fee = BigInt(jury.fee);
  const wanted = accept.minimumBond ?? fee;
  return {
    jury: contracts.jury,
    fee,
    seatPrice: BigInt(jury.seatPrice),
    roundSeconds: roundDurationOf(jury),
    // With a smaller one the jury opens no case, whatever the owner finds enough.
    minimumBond: wanted > fee ? wanted : fee,
    timeoutSplit: accept.timeoutSplit ?? JURY_TIMEOUT_SPLIT,
    seats: accept.jurySeats,
  };
}
