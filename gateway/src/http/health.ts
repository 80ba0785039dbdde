import type { GatewayContext } from "./context.ts";

export interface HealthCheck {
  readonly name: "store" | "disk" | "chain" | "carrier";
  readonly ok: boolean;
  readonly reason?: string;
}

export interface Health {
  /** `degraded`: what needs the chain or the carrier is refused for now. `failing`: nothing can be stored. */
  readonly status: "ok" | "degraded" | "failing";
  readonly checks: HealthCheck[];
}

export async function checkHealth({ blobs, carrier, chain, store }: GatewayContext): Promise<Health> {
  const checks = await Promise.all([
    check("store", async () => store.probe()),
    check("disk", async () => {
      const free = await blobs.files.freeBytes();
      return free > blobs.limits.reserveBytes
        ? undefined
        : `${free} bytes are free, and ${blobs.limits.reserveBytes} are kept free`;
    }),
    check("chain", async () => {
      await chain.headNumber();
      return undefined;
    }),
    ...(carrier ? [check("carrier", () => carrier.whyUnable())] : []),
  ]);
  const failed = checks.filter(({ ok }) => !ok).map(({ name }) => name);
  const isFailing = failed.some((name) => name === "store" || name === "disk");
  return { status: isFailing ? "failing" : failed.length > 0 ? "degraded" : "ok", checks };
}

async function check(name: HealthCheck["name"], find: () => Promise<string | undefined>): Promise<HealthCheck> {
  try {
    const reason = await find();
    return reason === undefined ? { name, ok: true } : { name, ok: false, reason };
  } catch (error) {
    const facts =
      error instanceof Error && "metaMessages" in error && Array.isArray(error.metaMessages) ? error.metaMessages : [];
    return { name, ok: false, reason: facts.map(String).join(" ") || DOES_NOT_WORK[name] };
  }
}

const DOES_NOT_WORK = {
  store: "the database cannot be written",
  disk: "the disk cannot be asked",
  chain: "the RPC does not answer",
  carrier: "the RPC does not answer",
} as const satisfies Record<HealthCheck["name"], string>;
