/** The way from an account to a provider that is paid, in order. */
export const PROVIDER_STEPS = ["stake", "node", "agent", "offer"] as const;
export type ProviderStepId = (typeof PROVIDER_STEPS)[number];

/** unknown: whoever could say it does not answer now. */
export type ProviderStepState = "done" | "current" | "later" | "unknown";

export interface ProviderStep {
  readonly id: ProviderStepId;
  readonly state: ProviderStepState;
}

export interface ProviderStanding {
  /** Stake that counts, exposed or not; the token's smallest unit. */
  readonly active: bigint;
  readonly nodes: readonly {
    readonly state: "active" | "paused" | "retired";
    /** Nothing where the gateway does not answer. */
    readonly online: boolean | undefined;
  }[];
  readonly openOffers: number;
}

/** Where an account stands on the way; the first step that is not done is the current one. */
export function providerSteps(standing: ProviderStanding): ProviderStep[] {
  let isOpen = true;
  return PROVIDER_STEPS.map((id) => {
    const done = DONE[id](standing);
    if (done === true) return { id, state: "done" };
    if (done === undefined) return { id, state: "unknown" };
    const state = isOpen ? "current" : "later";
    isOpen = false;
    return { id, state };
  });
}

/** Nothing on the chain says that this account ever meant to sell compute. */
export function isNewcomer({ active, nodes, openOffers }: ProviderStanding): boolean {
  return active === 0n && nodes.length === 0 && openOffers === 0;
}

const DONE: Record<ProviderStepId, (standing: ProviderStanding) => boolean | undefined> = {
  stake: ({ active }) => active > 0n,
  node: ({ nodes }) => nodes.some(({ state }) => state !== "retired"),
  agent: ({ nodes }) => {
    const alive = nodes.filter(({ state }) => state !== "retired");
    if (alive.some(({ online }) => online)) return true;
    return alive.some(({ online }) => online === undefined) ? undefined : false;
  },
  offer: ({ openOffers }) => openOffers > 0,
};
