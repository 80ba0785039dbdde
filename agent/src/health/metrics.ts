import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import type { AgentStatus } from "./status.ts";

export interface Metrics {
  text(status: AgentStatus): Promise<string>;
  reorg(depth: number): void;
  lookFailed(): void;
}

/** Numbers for Prometheus. Wei are given in the coin's whole unit: a float loses less there. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] });
  const executions = gauge("hive_agent_executions", "Executions in the ledger by phase.", ["phase"]);
  const gas = gauge("hive_agent_gas_coins", "Gas money of the node key, in the chain's coin.");
  const alarm = gauge("hive_agent_alarm", "1 while the agent's status is alarm.");
  const head = gauge("hive_agent_head_block", "Number of the newest block that the agent knows.");
  const used = gauge("hive_agent_slots_used", "Slots in use.");
  const up = gauge("hive_agent_reachable", "Whether chain and gateway answer.", ["what"]);
  const reorgs = new Counter({
    name: "hive_agent_reorgs_total",
    help: "Times that the chain went back.",
    registers: [registry],
  });
  const depth = gauge("hive_agent_reorg_depth_blocks", "Depth of the last reorg.");
  const failed = new Counter({
    name: "hive_agent_looks_failed_total",
    help: "Looks at the chain that failed.",
    registers: [registry],
  });

  return {
    async text(status) {
      executions.reset();
      for (const [phase, count] of Object.entries(status.executions)) executions.set({ phase }, count);
      if (status.gasMoney.wei !== undefined) gas.set(Number(status.gasMoney.wei) / 1e18);
      alarm.set(status.status === "alarm" ? 1 : 0);
      if (status.chain.headNumber !== undefined) head.set(Number(status.chain.headNumber));
      used.set(status.capacity.used);
      up.set({ what: "chain" }, Number(status.chain.reachable));
      up.set({ what: "gateway" }, Number(status.gateway.reachable));
      return registry.metrics();
    },
    reorg(blocks) {
      reorgs.inc();
      depth.set(blocks);
    },
    lookFailed: () => failed.inc(),
  };
}
