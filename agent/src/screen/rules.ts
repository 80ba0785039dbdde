import type { Deployment } from "@computehive/protocol/contracts";
import type { AgentConfig } from "../config/config.ts";
import type { ScreenRules } from "./screen.ts";

/** What the configuration means for screening, on this deployment. */
export function screenRules({ accept, limits }: AgentConfig, { contracts, parameters }: Deployment): ScreenRules {
  return {
    ...accept,
    region: accept.region,
    token: contracts.token,
    minimumBond: accept.minimumBond ?? BigInt(parameters.arbiterFee),
    resolvers: accept.resolvers.length > 0 ? accept.resolvers : [contracts.arbiter],
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
