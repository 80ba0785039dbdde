import type { Parts } from "../parts.ts";
import { describeExit, untilReady } from "./ready.ts";
import { type ProcessSpec, type Supervised, supervise } from "./supervise.ts";

/** What a process gets to stop in order: an agent drains, a gateway ends its uploads. */
export const GRACE_MS = 12_000;
/** A machine with other work can be slow. */
const READY_MS = 300_000;

export interface ProcessPorts {
  say(line: string): void;
  readonly signal: AbortSignal;
  readonly parts: Parts;
}

export interface Service<Page> {
  readonly spec: ProcessSpec;
  /** The page that says whether it is ready. */
  readonly page: string;
  readonly missing: (page: Page) => string | undefined;
}

/** Keeps a process running from now on; the stack's end stops it. */
export function superviseAll(specs: readonly ProcessSpec[], { say, parts }: ProcessPorts): Supervised[] {
  const all = specs.map((spec) =>
    supervise(spec, {
      onCrash: (name, exit, pauseMs) =>
        say(`${name} ended by itself (${describeExit(exit)}) and is started again in ${pauseMs / 1000} s.`),
    }),
  );
  parts.add(...all.map((one) => ({ name: one.name, stop: () => one.stop(GRACE_MS), kill: () => one.kill() })));
  return all;
}

/** Starts processes that stop together, and waits until each says that it is ready. @throws NotReadyError */
export async function startServices<Page>(
  services: readonly Service<Page>[],
  ports: ProcessPorts,
): Promise<{ supervised: Supervised; page: Page }[]> {
  const all = superviseAll(
    services.map(({ spec }) => spec),
    ports,
  );
  return Promise.all(
    services.map(async ({ page: url, missing }, i) => {
      const supervised = all[i] as Supervised;
      const page = await untilReady<Page>(supervised, { url, missing, timeoutMs: READY_MS, signal: ports.signal });
      return { supervised, page };
    }),
  );
}
