import { ComputeHiveError } from "@computehive/protocol/error";
import { createConversation } from "../../sandbox/conversation.ts";
import { LAYERS, type Layer } from "../../sandbox/layer-names.ts";
import type { ProbeResult } from "../../sandbox/probe-result.ts";
import { cgroupName, createCgroup, removeStaleCgroups } from "./cgroup.ts";
import { launch } from "./launch.ts";
import { processTree, residentBytes } from "./proc.ts";

const PROBE_SECONDS = 20;
/** Room for what a run adds to an idle process: compiler, buffers, garbage not yet collected. */
const SPARE_BYTES = 192 * 1024 * 1024;

/**
 * Finds the layers that this machine offers by starting the real process under them: all at once, and only where that fails one after
 * the other, keeping those under which it still starts.
 *
 * @throws LayerMissingError where a required one cannot be had, or the bare process does not start.
 */
export async function probeLayers({
  without,
  required,
}: {
  without: readonly string[];
  required: readonly string[];
}): Promise<ProbeResult> {
  const wanted = LAYERS.filter((layer) => !without.includes(layer));
  const all = await tryLayers(new Set(wanted));
  const found =
    all.kind === "started"
      ? { layers: new Set(wanted), missing: [], residentBytes: all.residentBytes }
      : await probeOneByOne(wanted);
  const lacking = required.find((layer) => !found.layers.has(layer as Layer));
  if (lacking) {
    const why = found.missing.find(({ layer }) => layer === lacking)?.why;
    throw new LayerMissingError({ layer: lacking, why: why ?? "it is switched off" });
  }
  return { layers: found.layers, missing: found.missing, overheadBytes: found.residentBytes + SPARE_BYTES };
}

async function probeOneByOne(
  wanted: readonly Layer[],
): Promise<{ layers: Set<Layer>; missing: ProbeResult["missing"]; residentBytes: number }> {
  const layers = new Set<Layer>();
  const missing: ProbeResult["missing"] = [];
  let idle = await tryLayers(layers);
  if (idle.kind === "failed") throw new LayerMissingError({ layer: "process", why: idle.why });
  for (const layer of wanted) {
    const tried = await tryLayers(new Set([...layers, layer]));
    if (tried.kind === "failed") missing.push({ layer, why: tried.why });
    else {
      layers.add(layer);
      idle = tried;
    }
  }
  return { layers, missing, residentBytes: idle.residentBytes };
}

type Tried = { kind: "started"; residentBytes: number } | { kind: "failed"; why: string };

async function tryLayers(layers: ReadonlySet<Layer>): Promise<Tried> {
  const why = whyNot(layers);
  if (why !== undefined) return { kind: "failed", why };
  const launched = launch({ layers, cpuSeconds: PROBE_SECONDS });
  const timer = setTimeout(() => launched.kill(), PROBE_SECONDS * 1_000);
  let resident = 0;
  const conversation = createConversation({
    outputBytes: 0,
    fuel: 0n,
    onReady() {
      resident = Math.max(...processTree(launched.pid).map(residentBytes));
      launched.child.stdin.end();
    },
    onOutput: () => undefined,
  });
  launched.child.stdout.on("data", (chunk: Buffer) => {
    try {
      conversation.hear(chunk);
    } catch {
      launched.kill();
    }
  });
  const end = await launched.ended;
  clearTimeout(timer);
  if (resident === 0) return { kind: "failed", why: launched.complaint().split("\n")[0] || end };
  return { kind: "started", residentBytes: resident };
}

/** Layers that the agent itself applies; the others show in whether the process starts. */
function whyNot(layers: ReadonlySet<Layer>): string | undefined {
  if (layers.has("unprivileged-user") && process.getuid?.() !== 0) return "the agent itself is unprivileged already";
  return layers.has("cgroup") ? whyNoCgroup() : undefined;
}

function whyNoCgroup(): string | undefined {
  try {
    removeStaleCgroups();
    createCgroup(cgroupName("probe"), { memoryBytes: SPARE_BYTES }).remove();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export class LayerMissingError extends ComputeHiveError {
  override readonly name = "LayerMissingError";
  constructor({ layer, why }: { layer: string; why: string }) {
    super(`This machine does not offer the confinement layer "${layer}", which the configuration requires.`, {
      metaMessages: [`Reason: ${why}`],
    });
  }
}
