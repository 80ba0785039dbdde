import type { Pairing, PairingContent } from "@computehive/protocol/api/pairing";
import { pairingFingerprint } from "@computehive/protocol/api/pairing-signature";
import { unixSeconds } from "@computehive/protocol/clock";
import { type Address, isAddressEqual } from "viem";
import { PairingFault } from "./pairing-fault.ts";
import type { PairPorts } from "./ports.ts";

export type PairingFacts = Omit<PairingContent, "openedAt">;

export interface PairOptions {
  readonly facts: PairingFacts;
  /** Between two looks at gateway and chain. */
  readonly pollMs: number;
  readonly signal: AbortSignal;
}

/**
 * Waits until the chain says that this node is registered, and does what it takes: asks the gateway for a code, shows it, lets
 * `decide` say whether who entered it may have the node, and signs the profile for exactly that provider. A gateway or a chain that
 * is away for a while is waited for; a pairing that ended is followed by a new one.
 *
 * @returns the provider that the chain names.
 */
export async function pair(options: PairOptions, ports: PairPorts): Promise<Address> {
  for (;;) {
    options.signal.throwIfAborted();
    const provider = await patiently(() => onePairing(options, ports), options, ports);
    if (provider) {
      ports.tell({ kind: "registered", provider });
      return provider;
    }
  }
}

/** One code, from its first moment to its end. @returns the provider once the node is registered, nothing where the pairing ended. */
async function onePairing({ facts, pollMs, signal }: PairOptions, ports: PairPorts): Promise<Address | undefined> {
  const { gateway, readProvider, clock, tell, wait } = ports;
  const registered = await readProvider();
  if (registered) return registered;

  const content = { ...facts, openedAt: unixSeconds(clock) };
  const { id, code, expiresAt } = await gateway.open(content, signal);
  tell({ kind: "code", code, fingerprint: pairingFingerprint(content), expiresAt });
  const told: { provider?: Address } = {};
  try {
    for (;;) {
      signal.throwIfAborted();
      const step = await patiently(
        () => takeStep(id, told, { facts, pollMs, signal }, ports),
        { pollMs, signal },
        ports,
      );
      if (step.kind === "registered") return step.provider;
      if (step.kind === "ended") return undefined;
      await wait(pollMs, signal);
    }
  } catch (error) {
    // Whoever stops the agent does not want the code to serve any longer.
    await gateway.cancel(id, AbortSignal.timeout(2_000)).catch(() => undefined);
    throw error;
  }
}

type Step = { kind: "goes-on" } | { kind: "ended" } | { kind: "registered"; provider: Address };

async function takeStep(
  id: string,
  told: { provider?: Address },
  { facts, signal }: PairOptions,
  ports: PairPorts,
): Promise<Step> {
  const provider = await ports.readProvider();
  if (provider) return { kind: "registered", provider };

  const pairing = await ports.gateway.look(id, signal);
  if (!pairing) return ended("forgotten", ports);
  if (pairing.provider && pairing.provider !== told.provider) {
    told.provider = pairing.provider;
    ports.tell({ kind: "claimed", provider: pairing.provider });
  }
  if (pairing.state === "confirmed") await answer(pairing, { facts, signal }, ports);
  if (pairing.state === "expired" || pairing.state === "cancelled") return ended(pairing.state, ports);
  return pairing.state === "refused" ? { kind: "ended" } : { kind: "goes-on" };
}

function ended(how: "expired" | "cancelled" | "forgotten", { tell }: PairPorts): Step {
  tell({ kind: "ended", how });
  return { kind: "ended" };
}

async function answer(
  { id, profile, provider }: Pairing,
  { facts, signal }: { facts: PairingFacts; signal: AbortSignal },
  { gateway, decide, signProfile, tell }: PairPorts,
): Promise<void> {
  if (!profile || !provider) return;
  const fault = faultOf({ profile, provider, facts });
  const verdict = fault ? ({ accept: false, reason: fault } as const) : await decide(profile, signal);
  if (!verdict.accept) {
    await gateway.answer(id, { accept: false, reason: verdict.reason }, signal);
    tell({ kind: "refused", provider, reason: verdict.reason });
    return;
  }
  await gateway.answer(id, { accept: true, nodeSignature: await signProfile(profile) }, signal);
  tell({ kind: "signed", profile });
}

/** Why this node must not sign that, whoever asks. The gateway is not trusted to have checked. */
function faultOf({
  profile,
  provider,
  facts,
}: {
  profile: NonNullable<Pairing["profile"]>;
  provider: Address;
  facts: PairingFacts;
}): string | undefined {
  if (!isAddressEqual(profile.node, facts.node)) return "The profile names another node.";
  if (!isAddressEqual(profile.provider, provider)) return "The profile names another provider than the one who asks.";
  if (profile.resourceClass !== classOf(facts)) return `This agent serves the resource class ${facts.resourceClass}.`;
  return undefined;
}

function classOf({ resourceClass }: PairingFacts): string {
  const bytes = new TextEncoder().encode(resourceClass);
  return `0x${Buffer.from(bytes).toString("hex").padEnd(64, "0")}`;
}

/** Does `work` again while gateway or chain are away; says so once. */
async function patiently<Result>(
  work: () => Promise<Result>,
  { pollMs, signal }: Pick<PairOptions, "pollMs" | "signal">,
  { tell, wait }: PairPorts,
): Promise<Result> {
  let isTold = false;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof PairingFault) || !error.isTransient) throw error;
      if (!isTold) tell({ kind: "waiting", reason: error.shortMessage });
      isTold = true;
      await wait(Math.max(pollMs, 1_000), signal);
    }
  }
}
