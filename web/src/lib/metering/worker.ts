import { systemClock } from "@computehive/protocol/clock";
import type { MeterMessage, MeterRequest } from "./messages.ts";
import { perform } from "./perform.ts";

/** The thread on which programs run: they have it for themselves, and ending it ends them. */
interface WorkerScope {
  onmessage: ((event: { data: MeterRequest }) => void) | null;
  postMessage(message: MeterMessage): void;
}

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = async ({ data }) => {
  scope.postMessage(await perform(data, { tell: (news) => scope.postMessage(news), clock: systemClock }));
};
