import { cidFromDigest } from "@computehive/protocol/cid";
import { MAX_MANIFEST_BYTES, type Manifest, readManifest } from "@computehive/protocol/manifest";
import type { Hex } from "viem";
import type { WorkContext } from "../work/context.ts";
import { GatewayFault } from "../work/gateway-port.ts";

export type Found =
  | { kind: "valid"; manifest: Manifest }
  | { kind: "invalid" }
  | { kind: "unavailable"; askAgainAt: number };

export interface ManifestCache {
  get(hash: Hex, signal: AbortSignal): Promise<Found>;
  /** What is known now. Where nothing is, it is fetched meanwhile: a stranger's order must not keep the node waiting. */
  ask(hash: Hex, signal: AbortSignal): Found | undefined;
  peek(hash: Hex): Manifest | undefined;
}

const KEPT_MANIFESTS = 2_000;
const ASK_AGAIN_MS = 3_000;
const FETCHED_AT_ONCE = 4;

export function createManifestCache({ gateway, clock }: Pick<WorkContext, "gateway" | "clock">): ManifestCache {
  const known = new Map<Hex, Found>();
  const fetching = new Set<Hex>();

  const fetch = async (hash: Hex, signal: AbortSignal): Promise<Found> => {
    try {
      const bytes = await gateway.getBlob(cidFromDigest(hash), { maxBytes: MAX_MANIFEST_BYTES, signal });
      return { kind: "valid", manifest: readManifest(bytes) };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof GatewayFault)) return { kind: "invalid" };
      return { kind: "unavailable", askAgainAt: clock.now() + ASK_AGAIN_MS };
    }
  };

  const remember = (hash: Hex, found: Found): Found => {
    known.delete(hash);
    known.set(hash, found);
    if (known.size > KEPT_MANIFESTS) known.delete(known.keys().next().value!);
    return found;
  };

  const heldOf = (hash: Hex): Found | undefined => {
    const held = known.get(hash);
    return held && (held.kind !== "unavailable" || held.askAgainAt > clock.now()) ? held : undefined;
  };

  return {
    get: async (hash, signal) => heldOf(hash) ?? remember(hash, await fetch(hash, signal)),
    ask(hash, signal) {
      const held = heldOf(hash);
      if (held || fetching.has(hash) || fetching.size >= FETCHED_AT_ONCE) return held;
      fetching.add(hash);
      void fetch(hash, signal)
        .then((found) => remember(hash, found))
        // Only the end of the agent ends a fetch so.
        .catch(() => undefined)
        .finally(() => fetching.delete(hash));
      return undefined;
    },
    peek(hash) {
      const held = known.get(hash);
      return held?.kind === "valid" ? held.manifest : undefined;
    },
  };
}
