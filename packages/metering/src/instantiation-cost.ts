import { COSTS } from "./costs.ts";
import type { ModuleShape } from "./module-shape.ts";

/** Fuel that a program pays before its first instruction: for its bytes, its memory and its tables. */
export function instantiationCost(shape: ModuleShape): bigint {
  const entries = shape.tables.reduce((sum, table) => sum + table.minimum, 0);
  const pages = shape.memory?.minimum ?? 0;
  const cost =
    COSTS.instantiate +
    COSTS.modulePerByte * shape.bytes.length +
    COSTS.memoryPage * pages +
    COSTS.tableEntry * entries;
  return BigInt(cost);
}
