import type { Layer } from "./layer-names.ts";

/** What a machine offers to confine programs with. */
export interface ProbeResult {
  layers: ReadonlySet<Layer>;
  /** Layers that the machine does not offer, with the first line of what it said. */
  missing: { layer: Layer; why: string }[];
  overheadBytes: number;
}
