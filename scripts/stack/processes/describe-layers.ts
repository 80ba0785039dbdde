import type { AgentHealth } from "./agents.ts";

/** Which layers confine the programs of buyers on this machine, and which it lacks, in one line. */
export function describeLayers({ layers, missing }: AgentHealth["sandbox"]): string {
  const lacking = missing.map(({ layer, why }) => `${layer} (${why})`);
  const less = lacking.length === 0 ? "" : ` This machine does not offer ${lacking.join(", ")}.`;
  return `Programs run confined by ${layers.join(", ")}.${less}`;
}
