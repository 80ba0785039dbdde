import type { Deployment } from "@computehive/protocol/contracts";
import { roundDurationOf } from "@computehive/protocol/jury-case";
import { orderDefaultsFor } from "@computehive/protocol/parameters";
import type { AgentConfig } from "../config/config.ts";
import type { ScreenRules } from "./screen.ts";
import type { JuryRules } from "./screen-jury.ts";

/** What a dispute leaves at least that its buyer only waits out: it has its bond back then. */
const TIMEOUT_SPLIT = 5_000;
/** Of the time that clients give a resolver. */
const SHORTEST_VERDICT_PART = 4;

/** What the configuration means for screening, on this deployment. */
export function screenRules({ accept, limits }: AgentConfig, deployment: Deployment): ScreenRules {
  const { contracts, parameters } = deployment;
  const own = [contracts.arbiter, ...(contracts.jury ? [contracts.jury] : [])];
  return {
    ...accept,
    region: accept.region,
    token: contracts.token,
    minimumBond: accept.minimumBond ?? BigInt(parameters.arbiterFee),
    minimumVerdictSeconds:
      accept.minimumVerdictSeconds ?? orderDefaultsFor(deployment.chainId).verdictTime / SHORTEST_VERDICT_PART,
    timeoutSplit: accept.timeoutSplit ?? TIMEOUT_SPLIT,
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
    timeoutSplit: accept.timeoutSplit ?? TIMEOUT_SPLIT,
    seats: accept.jurySeats,
  };
}
